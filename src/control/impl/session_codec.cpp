// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/session_codec.h"

#include <optional>

#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

template <typename Reply>
void writeError(const Error& error, Reply& reply) {
    v1::CommandReply common;
    toProto(error, common);
    reply.set_ok(false);
    reply.set_message(common.message());
    reply.set_message_id(common.message_id());
    reply.set_error_code(common.error_code());
    reply.set_advice(common.advice());
}

session::ScriptStep::Kind kindOf(v1::StepScript::Kind kind) {
    switch (kind) {
        case v1::StepScript::KIND_BACK:
            return session::ScriptStep::Kind::back;
        case v1::StepScript::KIND_JUMP:
            return session::ScriptStep::Kind::jump;
        case v1::StepScript::KIND_AGAIN:
            return session::ScriptStep::Kind::again;
        default:
            return session::ScriptStep::Kind::next;
    }
}

/// Acts on plans and notices; nothing: it is another one.
std::optional<session::Act> planActOf(const v1::SessionRequest& request) {
    const std::string& id = request.session();
    switch (request.act_case()) {
        case v1::SessionRequest::kImportRegistry: {
            const auto& from = request.import_registry();
            return session::ImportRegistry{from.csv(), from.name(), from.dry_run(), from.merge()};
        }
        case v1::SessionRequest::kImportPlan: {
            const auto& from = request.import_plan();
            return session::ImportPlan{from.yaml(), from.name(), from.dry_run()};
        }
        case v1::SessionRequest::kCreateAdHoc: {
            const auto& from = request.create_ad_hoc();
            return session::CreateAdHoc{from.title(),
                                        from.group(),
                                        from.chair(),
                                        from.start(),
                                        from.received(),
                                        from.connect(),
                                        from.via()};
        }
        case v1::SessionRequest::kAgreePlan:
            return session::AgreePlan{
                id, request.agree_plan().organisation(), request.agree_plan().hash()};
        case v1::SessionRequest::kSendNotices: {
            const auto& from = request.send_notices();
            return session::SendNotices{
                id, from.channel(), from.recipient(), from.again(), from.language() != "en"};
        }
        case v1::SessionRequest::kMarkNotice:
            return session::MarkNotice{
                id, request.mark_notice().recipient(), request.mark_notice().channel()};
        default:
            return std::nullopt;
    }
}

/// Acts on checks, drills and the floor; nothing: it is another one.
std::optional<session::Act> checkActOf(const v1::SessionRequest& request) {
    const std::string& id = request.session();
    switch (request.act_case()) {
        case v1::SessionRequest::kRunChecks: {
            const auto& from = request.run_checks();
            return session::RunChecks{id,
                                      {from.sites().begin(), from.sites().end()},
                                      from.group(),
                                      from.all(),
                                      from.failed(),
                                      from.at_once() == 0 ? 8 : from.at_once()};
        }
        case v1::SessionRequest::kStopChecks:
            return session::StopChecks{id};
        case v1::SessionRequest::kRunDrill: {
            const auto& from = request.run_drill();
            return session::RunDrill{
                id, from.sample(), {from.sites().begin(), from.sites().end()}, from.seed()};
        }
        case v1::SessionRequest::kCheckInterop:
            return session::CheckInterop{id};
        case v1::SessionRequest::kCheckUpstream:
            return session::CheckUpstream{
                id, request.check_upstream().mcu(), request.check_upstream().call()};
        case v1::SessionRequest::kAskFloor:
            return session::AskFloor{id, request.ask_floor().site()};
        case v1::SessionRequest::kGiveFloor:
            return session::GiveFloor{id, request.give_floor().site()};
        case v1::SessionRequest::kDenyFloor:
            return session::DenyFloor{
                id, request.deny_floor().site(), request.deny_floor().reason()};
        default:
            return std::nullopt;
    }
}

}  // namespace

Result<session::Act> fromProto(const v1::SessionRequest& request) {
    if (auto act = planActOf(request)) {
        return *act;
    }
    if (auto act = checkActOf(request)) {
        return *act;
    }
    const std::string& id = request.session();
    switch (request.act_case()) {
        case v1::SessionRequest::kMarkStep:
            return session::MarkStep{id, request.mark_step().step(), request.mark_step().note()};
        case v1::SessionRequest::kStartSession:
            return session::StartSession{id};
        case v1::SessionRequest::kEndSession:
            return session::EndSession{id};
        case v1::SessionRequest::kStepScript:
            return session::StepScript{
                id, {kindOf(request.step_script().kind()), request.step_script().number()}};
        case v1::SessionRequest::kGiveReason:
            return session::GiveReason{id, request.give_reason().reason()};
        case v1::SessionRequest::kGiveLateReason:
            return session::GiveLateReason{
                id, request.give_late_reason().number(), request.give_late_reason().reason()};
        case v1::SessionRequest::kRollCall:
            return session::RollCall{id,
                                     request.roll_call().site(),
                                     request.roll_call().state(),
                                     request.roll_call().reason()};
        case v1::SessionRequest::kCheckReadiness:
            return session::CheckReadiness{id};
        case v1::SessionRequest::kExcludeSite:
            return session::ExcludeSite{id,
                                        request.exclude_site().site(),
                                        request.exclude_site().reason(),
                                        request.exclude_site().back()};
        case v1::SessionRequest::kAddNote:
            return session::AddNote{id, request.add_note().site(), request.add_note().text()};
        default:
            break;
    }
    return Error(ErrorCode::invalidArgument,
                 "the request carries no command this server knows",
                 "use a client of the server's version",
                 "request.no-command");
}

session::Query fromProto(const v1::DocumentRequest& request) {
    session::Query query;
    query.document = request.document();
    query.session = request.session();
    query.vietnamese = request.language() != "en";
    query.format = request.format();
    query.byteOrderMark = request.byte_order_mark();
    query.separator = request.separator() == ";" ? ';' : ',';
    query.filter.insert(request.filter().begin(), request.filter().end());
    return query;
}

std::string nameOfAct(const v1::SessionRequest& request) {
    const auto* oneof = v1::SessionRequest::descriptor()->oneof_decl(0);
    const auto* field =
        v1::SessionRequest::GetReflection()->GetOneofFieldDescriptor(request, oneof);
    return field == nullptr ? std::string() : field->name();
}

void toProto(const session::Outcome& outcome, v1::SessionReply& reply) {
    reply.set_ok(true);
    reply.set_message(outcome.message);
    reply.set_session(outcome.session);
    reply.mutable_warnings()->Assign(outcome.warnings.begin(), outcome.warnings.end());
}

void toProto(const Error& error, v1::SessionReply& reply) {
    writeError(error, reply);
}

void toProto(const Error& error, v1::DocumentReply& reply) {
    writeError(error, reply);
}

void toProto(const Error& error, v1::OverviewReply& reply) {
    writeError(error, reply);
}

}  // namespace mcu::control

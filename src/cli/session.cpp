// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/session.h"

#include <map>

#include <google/protobuf/descriptor.h>

#include "cli/json.h"
#include "cli/outcome_text.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

/// The message inside the request and its "conference" field, when the command has one.
struct ConferenceField {
    google::protobuf::Message* command = nullptr;
    const google::protobuf::FieldDescriptor* field = nullptr;
};

ConferenceField conferenceField(v1::CommandRequest& request) {
    const auto* r = request.GetReflection();
    const auto* set = r->GetOneofFieldDescriptor(request, request.GetDescriptor()->oneof_decl(0));
    if (set == nullptr) {
        return {};
    }
    auto* command = r->MutableMessage(&request, set);
    return {command, command->GetDescriptor()->FindFieldByName("conference")};
}

}  // namespace

std::string shaded(const Globals& globals, Shade shade, const std::string& text) {
    if (!globals.colour || text.empty()) {
        return text;
    }
    static const std::map<Shade, const char*> kCodes = {{Shade::good, "32"},
                                                        {Shade::warning, "33"},
                                                        {Shade::bad, "1;31"},
                                                        {Shade::strong, "1"},
                                                        {Shade::faint, "2"}};
    return std::string("\033[") + kCodes.at(shade) + "m" + text + "\033[0m";
}

Session::Session(Globals globals, std::ostream& out, std::ostream& err)
    : globals_(std::move(globals)), out_(out), err_(err) {}

const client::Client* Session::connect() {
    if (!client_) {
        auto made = client::Client::make(globals_.server);
        if (!made) {
            report(made.error());
            return nullptr;
        }
        client_ = std::move(*made);
    }
    return &*client_;
}

void Session::complain(const std::string& what, const std::string& advice) {
    err_ << shaded(globals_, Shade::bad, "mcuctl: ") << printable(what) << "\n";
    if (!advice.empty()) {
        err_ << "  → " << printable(advice) << "\n";
    }
}

Exit Session::report(const client::Failure& failure) {
    using Kind = client::Failure::Kind;
    const Holes where = {{"server", globals_.server.server}, {"reason", failure.text}};
    switch (failure.kind) {
        case Kind::settings:
            complain(tr("wrong connection settings: {reason}", where),
                     tr("check --server, --ca, --certificate and --key"));
            return Exit::usage;
        case Kind::timeout:
            complain(tr("the server {server} did not answer in time", where),
                     tr("look whether mcud is busy or hangs, or raise --timeout"));
            return Exit::unreachable;
        case Kind::notAllowed:
            // Of two lines it is the server's own sentence and its advice.
            if (const auto end = failure.text.find('\n'); end != std::string::npos) {
                complain(serverText(failure.text.substr(0, end), globals_.language),
                         serverText(failure.text.substr(end + 1), globals_.language));
                return Exit::notAllowed;
            }
            complain(tr("the server {server} does not let you in: {reason}", where),
                     tr("ask the administrator of the server for the right"));
            return Exit::notAllowed;
        case Kind::protocol:
            complain(tr("the server {server} does not understand this mcuctl: {reason}", where),
                     tr("use the mcuctl of the server's version"));
            return Exit::refused;
        case Kind::tooSlow:
        case Kind::unreachable:
            break;
    }
    complain(tr("cannot reach the server {server}: {reason}", where),
             tr("start mcud, or name another server with --server or MCUCTL_SERVER"));
    return Exit::unreachable;
}

std::optional<std::string> Session::conference(Exit& failed) {
    if (!globals_.conference.empty()) {
        return globals_.conference;
    }
    const auto* client = connect();
    if (client == nullptr) {
        failed = Exit::usage;
        return std::nullopt;
    }
    const auto status = take(client->status(), failed);
    if (!status) {
        return std::nullopt;
    }
    if (status->conferences_size() == 1) {
        return status->conferences(0).id();
    }
    failed = Exit::usage;
    if (status->conferences_size() == 0) {
        failed = Exit::refused;
        complain(tr("there is no conference"), tr("open one: mcuctl conference create NAME"));
        return std::nullopt;
    }
    std::string names;
    for (const auto& each : status->conferences()) {
        names += (names.empty() ? "" : ", ") + each.id();
    }
    complain(tr("which conference? There are {count}: {names}",
                {{"count", std::to_string(status->conferences_size())}, {"names", names}}),
             tr("name one with --conference or MCUCTL_CONFERENCE"));
    return std::nullopt;
}

bool Session::complete(v1::CommandRequest& request, Exit& failed) {
    request.mutable_actor()->set_name(globals_.actor);
    request.mutable_actor()->set_organisation(globals_.organisation);
    const auto [command, field] = conferenceField(request);
    if (field == nullptr || !command->GetReflection()->GetString(*command, field).empty()) {
        return true;
    }
    const auto chosen = conference(failed);
    if (chosen) {
        command->GetReflection()->SetString(command, field, *chosen);
    }
    return chosen.has_value();
}

void Session::giveReason(const client::Client& client) const {
    v1::SessionRequest request;
    request.mutable_actor()->set_name(globals_.actor);
    request.mutable_actor()->set_organisation(globals_.organisation);
    request.set_session(globals_.sessionId);
    request.mutable_give_reason()->set_reason(globals_.why);
    // Refused when nothing was outside the script: then no reason is needed.
    (void)client.act(request);
}

Exit Session::execute(v1::CommandRequest request, v1::CommandReply* keep, bool quiet) {
    const auto* client = connect();
    Exit failed = Exit::usage;
    if (client == nullptr || !complete(request, failed)) {
        return failed;
    }
    failed = Exit::refused;
    auto reply = take(client->execute(request), failed);
    if (!reply) {
        return failed;
    }
    if (reply->ok() && !globals_.why.empty()) {
        giveReason(*client);
    }
    const Exit end = quiet && reply->ok() ? Exit::done : printReply(request, *reply);
    if (keep != nullptr) {
        *keep = std::move(*reply);
    }
    return end;
}

Exit Session::printReply(const v1::CommandRequest& request, const v1::CommandReply& reply) {
    if (globals_.json) {
        out_ << toJson(reply) << "\n";
    }
    if (reply.ok()) {
        if (!globals_.json) {
            const auto names = describe({reply.sites().begin(), reply.sites().end()});
            out_ << outcomeText(request, reply, names, globals_);
        }
        return Exit::done;
    }
    if (!globals_.json) {
        complain(serverText(reply.message(), globals_.language),
                 serverText(reply.advice(), globals_.language));
    }
    switch (reply.error_code()) {
        case v1::ERROR_CODE_INVALID_ARGUMENT:
            return Exit::usage;
        case v1::ERROR_CODE_NOT_ALLOWED:
            return Exit::notAllowed;
        default:
            return Exit::refused;
    }
}

std::vector<std::string> Session::describe(const std::vector<std::string>& sites) {
    std::map<std::string, std::string> known;
    if (!sites.empty() && client_) {
        if (const auto list = client_->sites()) {
            for (const auto& site : list->sites()) {
                const std::string level = levelText(site.level());
                known[site.id()] =
                    (level.empty() ? "" : level + ": ") + site.name() + " (" + site.id() + ")";
            }
        }
    }
    std::vector<std::string> described;
    for (const auto& id : sites) {
        const auto found = known.find(id);
        described.push_back(printable(found == known.end() ? id : found->second));
    }
    return described;
}

}  // namespace mcu::cli

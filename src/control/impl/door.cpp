// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/door.h"

#include <algorithm>
#include <utility>

#include <grpcpp/server_context.h>

#include "control/impl/peer.h"

namespace mcu::control {

namespace {

constexpr std::size_t kLongestActorName = 64;

bool printable(const std::string& text) {
    return std::none_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

grpc::Status statusOf(const Error& refusal) {
    return {grpc::StatusCode::PERMISSION_DENIED, refusal.message, refusal.advice};
}

grpc::ServerUnaryReactor* refuse(grpc::CallbackServerContext* context, const Error& refusal) {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(statusOf(refusal));
    return reactor;
}

Result<Guest> Door::enter(const grpc::CallbackServerContext& context,
                          const std::string& act) const {
    Guest guest;
    guest.caller = callerOf(context);
    guest.person = people_->find(guest.caller);
    if (guest.person == nullptr) {
        (void)control_.post([gate = std::weak_ptr(gate_), caller = guest.caller, act] {
            if (const auto alive = gate.lock()) {
                alive->noteUnknown(caller, act);
            }
        });
        return access::unknownCaller(guest.caller);
    }
    return guest;
}

Result<Guest> Door::enter(const grpc::CallbackServerContext& context,
                          access::Query query,
                          const std::string& act) const {
    auto guest = enter(context, act);
    if (!guest) {
        return guest;
    }
    const auto need = access::needOf(query);
    const auto judged = gate_->judge(*guest->person, guest->person->name, need);
    if (!judged) {
        const conference::Actor actor{
            guest->person->name, access::originOf(guest->caller), guest->person->organisation};
        (void)control_.post(
            [gate = std::weak_ptr(gate_), person = guest->person, actor, act, need] {
                if (const auto alive = gate.lock()) {
                    (void)alive->mayDo(*person, actor, act, need);
                }
            });
        return judged.error();
    }
    return guest;
}

Result<conference::Actor> Door::actorOf(const Guest& guest,
                                        const hnth::mcu::v1::Actor& given) const {
    const std::string& name = given.name();
    if (name.empty() || name.size() > kLongestActorName || !printable(name) ||
        given.organisation().size() > kLongestActorName || !printable(given.organisation())) {
        return Error(ErrorCode::invalidArgument,
                     "the command does not say who gives it",
                     "give a name of 1 to 64 bytes as actor",
                     "request.no-actor");
    }
    conference::Actor actor{name, access::originOf(guest.caller), given.organisation()};
    if (people_->named()) {
        actor.name = guest.person->name;
        actor.organisation = guest.person->organisation;
    } else if (actor.organisation.empty()) {
        actor.organisation = people_->organisation();
    }
    return actor;
}

}  // namespace mcu::control

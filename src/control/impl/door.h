// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <grpcpp/support/server_callback.h>

#include "access/gate.h"
#include "base/loop.h"
#include "mcu/control.pb.h"

namespace mcu::control {

/// Who has been let in.
struct Guest {
    access::Caller caller;
    const access::Person* person = nullptr;  ///< lives as long as the server
};

/// What the faces of the API share: every call comes in through it (decision 0290). Owned by
/// ControlServer.
class Door {
public:
    Door(std::shared_ptr<const access::People> people,
         std::shared_ptr<access::Gate> gate,
         Loop& control)
        : people_(std::move(people)), gate_(std::move(gate)), control_(control) {}

    /// Any thread. Refused: nobody knows the caller.
    [[nodiscard]] Result<Guest> enter(const grpc::CallbackServerContext& context,
                                      const std::string& act) const;
    /// The same to ask for something: refused also without the right to it.
    [[nodiscard]] Result<Guest> enter(const grpc::CallbackServerContext& context,
                                      access::Query query,
                                      const std::string& act) const;

    /// Who gives a command: the person as the configuration names it, or where it names nobody as
    /// the caller names itself. Refused without a name. Any thread.
    [[nodiscard]] Result<conference::Actor> actorOf(const Guest& guest,
                                                    const hnth::mcu::v1::Actor& given) const;

    /// On the control thread.
    [[nodiscard]] Status mayDo(const Guest& guest,
                               const conference::Actor& actor,
                               const std::string& act,
                               const access::Need& need) const {
        return gate_->mayDo(*guest.person, actor, act, need);
    }

    /// Whether an answer holds what the right is for. Any thread.
    [[nodiscard]] static bool holds(const Guest& guest, access::Right right) {
        return access::extentOf(guest.person->role, right) != access::Extent::nothing;
    }

    /// Whether the guest sees this site, where it may not see all.
    [[nodiscard]] bool sees(const Guest& guest, const std::string& site) const {
        return access::extentOf(guest.person->role, access::Right::view) ==
                   access::Extent::everything ||
               gate_->reaches(*guest.person, {{site}, {}, {}});
    }

    [[nodiscard]] const access::People& people() const { return *people_; }

    [[nodiscard]] const access::Gate& gate() const { return *gate_; }

private:
    const std::shared_ptr<const access::People> people_;
    const std::shared_ptr<access::Gate> gate_;
    Loop& control_;
};

/// A refusal where the reply has no room for one: PERMISSION_DENIED, the advice as its details.
[[nodiscard]] grpc::Status statusOf(const Error& refusal);
/// Answers the call with it. The context's reactor can be had once: it must not have been before.
[[nodiscard]] grpc::ServerUnaryReactor* refuse(grpc::CallbackServerContext* context,
                                               const Error& refusal);

}  // namespace mcu::control

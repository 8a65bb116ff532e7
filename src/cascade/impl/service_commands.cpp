// SPDX-License-Identifier: GPL-3.0-or-later
// What a technician can ask of the cascade.
#include <string>
#include <variant>

#include "cascade/impl/service_impl.h"
#include "cascade/impl/validate.h"

namespace mcu::cascade {

namespace {

Error noMaster() {
    return {ErrorCode::refused,
            "this MCU has no master",
            "configure one to be its slave",
            "cascade.no-master"};
}

Error noLink(const McuId& mcu) {
    return {ErrorCode::notFound,
            mcu ? "there is no link to " + mcu.value : std::string("no link was named"),
            "see the cascade for the links there are",
            "cascade.no-link"};
}

Status checkReason(const std::string& reason) {
    if (reason.size() > limit::kText / 2 || !wellFormed(reason)) {
        return Error(ErrorCode::invalidArgument,
                     "the reason is longer than 512 bytes or no text",
                     "shorten it",
                     "cascade.reason");
    }
    return {};
}

}  // namespace

Result<Outcome> CascadeService::Impl::execute(const conference::Actor& actor,
                                              const Command& command) {
    return std::visit([&](const auto& one) { return carryOut(actor, one); }, command);
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& /*actor*/,
                                               const ConnectLink& command) {
    if (master_ && (!command.mcu || command.mcu == master_->settings().mcu)) {
        if (const auto done = master_->connect(); !done) {
            return done.error();
        }
        return Outcome{"calling " + master_->settings().mcu.value};
    }
    auto* link = slave(command.mcu);
    if (link == nullptr) {
        return noLink(command.mcu);
    }
    if (const auto done = link->connect(); !done) {
        return done.error();
    }
    return Outcome{command.mcu.value + " may link again"};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& /*actor*/,
                                               const DisconnectLink& command) {
    if (const auto good = checkReason(command.reason); !good) {
        return good.error();
    }
    if (master_ && (!command.mcu || command.mcu == master_->settings().mcu)) {
        if (const auto done = master_->disconnect(command.reason); !done) {
            return done.error();
        }
        return Outcome{"the link to " + master_->settings().mcu.value + " is ended"};
    }
    auto* link = slave(command.mcu);
    if (link == nullptr) {
        return noLink(command.mcu);
    }
    if (const auto done = link->disconnect(command.reason); !done) {
        return done.error();
    }
    return Outcome{"the link to " + command.mcu.value + " is ended"};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& actor,
                                               const SetPolicy& command) {
    if (!master_) {
        return noMaster();
    }
    master_->setPolicy(command.policy);
    const std::string text = "orders are answered by policy " + std::string(nameOf(command.policy));
    tell({master_->settings().conference,
          {},
          "cascade.policy",
          "info",
          text,
          {{"actor", actor.name}, {"policy", std::string(nameOf(command.policy))}}});
    return Outcome{text};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& actor,
                                               const Hold& command) {
    if (!master_) {
        return noMaster();
    }
    if (const auto good = checkReason(command.reason); !good) {
        return good.error();
    }
    if (command.on && command.reason.empty()) {
        return Error(ErrorCode::invalidArgument,
                     "a hold needs a reason, which the master's technician reads",
                     "give one",
                     "cascade.hold-reason");
    }
    master_->setHold(command.on, command.reason);
    const std::string text =
        command.on ? "orders are held: " + command.reason : "orders are not held any more";
    tell({master_->settings().conference,
          {},
          "cascade.hold",
          command.on ? "warning" : "info",
          text,
          {{"actor", actor.name}, {"reason", command.reason}}});
    return Outcome{text};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& /*actor*/,
                                               const ConfirmOrder& command) {
    if (!master_) {
        return noMaster();
    }
    auto done = master_->book().confirm(command.order);
    if (!done) {
        return done.error();
    }
    return Outcome{*done};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& /*actor*/,
                                               const RefuseOrder& command) {
    if (!master_) {
        return noMaster();
    }
    if (const auto good = checkReason(command.reason); !good) {
        return good.error();
    }
    auto done = master_->book().refuse(command.order, command.reason);
    if (!done) {
        return done.error();
    }
    return Outcome{*done};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& actor,
                                               const SelectSite& command) {
    if (!master_) {
        return noMaster();
    }
    SiteId site = master_->roster().resolve(command.site);
    if (!site) {
        site = SiteId{command.site};  // empty, or refused by that word
    }
    auto done = master_->book().select(command.trunk, site);
    if (!done) {
        return done.error();
    }
    tell({master_->settings().conference,
          site,
          "cascade.selected",
          "info",
          *done,
          {{"actor", actor.name}, {"trunk", std::to_string(command.trunk)}}});
    return Outcome{*done};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& actor, const Say& command) {
    const auto said =
        talkback_.say(command.mcu, actor.name, command.text, command.cue, loop_.clock().wallNow());
    if (!said) {
        return said.error();
    }
    return Outcome{"message " + std::to_string(*said) + " is on its way"};
}

Result<Outcome> CascadeService::Impl::carryOut(const conference::Actor& actor,
                                               const Acknowledge& command) {
    const auto done = talkback_.acknowledge(command.message, actor.name);
    if (!done) {
        return done.error();
    }
    return Outcome{"message " + std::to_string(done->id) + " of " + done->from.value +
                   " is acknowledged"};
}

}  // namespace mcu::cascade

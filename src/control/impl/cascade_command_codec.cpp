// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <variant>

#include "control/impl/cascade_reader.h"
#include "control/impl/command_codec.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;
using namespace mcu::cascade;

namespace {

constexpr std::size_t kLongestWords = 1000;

/// Fills the request, one overload a command.
struct CascadeWriter {
    v1::CommandRequest& to;

    void operator()(const ConnectLink& c) const {
        to.mutable_cascade_connect()->set_mcu(c.mcu.value);
    }

    void operator()(const DisconnectLink& c) const {
        auto& m = *to.mutable_cascade_disconnect();
        m.set_mcu(c.mcu.value);
        m.set_reason(c.reason);
    }

    void operator()(const SetPolicy& c) const {
        to.mutable_cascade_policy()->set_policy(toProto(c.policy));
    }

    void operator()(const Hold& c) const {
        auto& m = *to.mutable_cascade_hold();
        m.set_on(c.on);
        m.set_reason(c.reason);
    }

    void operator()(const ConfirmOrder& c) const {
        to.mutable_cascade_confirm()->set_order(c.order);
    }

    void operator()(const RefuseOrder& c) const {
        auto& m = *to.mutable_cascade_refuse();
        m.set_order(c.order);
        m.set_reason(c.reason);
    }

    void operator()(const SelectSite& c) const {
        auto& m = *to.mutable_cascade_select();
        m.set_site(c.site);
        m.set_trunk(c.trunk);
    }

    void operator()(const cascade::Say& c) const {
        auto& m = *to.mutable_say();
        m.set_mcu(c.mcu.value);
        m.set_text(c.text);
        m.set_cue(c.cue);
    }

    void operator()(const cascade::Acknowledge& c) const {
        to.mutable_acknowledge()->set_message(c.message);
    }
};

}  // namespace

std::string CascadeReader::words(const std::string& text, const char* what) {
    const bool steering = std::any_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (text.size() > kLongestWords) {
        wrong_ = std::string(what) + " is longer than 1000 bytes";
    } else if (steering) {
        wrong_ = std::string(what) + " has control characters";
    }
    return text;
}

ConnectLink CascadeReader::operator()(const v1::CascadeConnect& m) {
    return {{words(m.mcu(), "the MCU")}};
}

DisconnectLink CascadeReader::operator()(const v1::CascadeDisconnect& m) {
    return {{words(m.mcu(), "the MCU")}, words(m.reason(), "the reason")};
}

SetPolicy CascadeReader::operator()(const v1::CascadePolicy& m) {
    switch (m.policy()) {
        case v1::POLICY_AUTO:
            return {Policy::automatic};
        case v1::POLICY_CONFIRM:
            return {Policy::confirm};
        case v1::POLICY_MANUAL:
            return {Policy::manual};
        default:
            wrong_ = "the policy is neither auto, confirm nor manual";
            return {Policy::manual};
    }
}

Hold CascadeReader::operator()(const v1::CascadeHold& m) {
    return {m.on(), words(m.reason(), "the reason")};
}

ConfirmOrder CascadeReader::operator()(const v1::CascadeConfirm& m) {
    return {m.order()};
}

RefuseOrder CascadeReader::operator()(const v1::CascadeRefuse& m) {
    return {m.order(), words(m.reason(), "the reason")};
}

SelectSite CascadeReader::operator()(const v1::CascadeSelect& m) {
    return {words(m.site(), "the site"), m.trunk()};
}

cascade::Say CascadeReader::operator()(const v1::Say& m) {
    if (m.text().empty()) {
        wrong_ = "the message has no text";
    }
    return {{words(m.mcu(), "the MCU")}, words(m.text(), "the message"), m.cue()};
}

cascade::Acknowledge CascadeReader::operator()(const v1::Acknowledge& m) {
    return {m.message()};
}

v1::CommandRequest toProto(const cascade::Command& command) {
    v1::CommandRequest request;
    std::visit(CascadeWriter{request}, command);
    return request;
}

}  // namespace mcu::control

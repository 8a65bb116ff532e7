// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/master_slave.h"

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

namespace {

constexpr std::uint32_t kModulus = 1U << 24U;
constexpr std::uint32_t kHalf = 1U << 23U;

/// What the far end is when we are `role`.
std::string_view farOf(MasterSlave::Role role) {
    return role == MasterSlave::Role::master ? "slave" : "master";
}

}  // namespace

MasterSlave::MasterSlave(int terminalType, std::function<std::uint32_t()> draw)
    : terminalType_(terminalType), draw_(std::move(draw)) {}

void MasterSlave::start(SteadyTime now, Pdus& out) {
    if (state_ != State::idle) {
        return;
    }
    number_ = draw_() % kModulus;
    state_ = State::asked;
    deadline_ = now + kT106;
    out.push_back(masterSlaveDetermination(terminalType_, number_));
}

MasterSlave::Role MasterSlave::judge(const Value& message) const {
    const auto type = message.number("terminalType").value_or(0);
    if (type != terminalType_) {
        return type < terminalType_ ? Role::master : Role::slave;
    }
    const auto theirs =
        static_cast<std::uint32_t>(message.number("statusDeterminationNumber").value_or(0));
    const auto difference = (theirs - number_) % kModulus;
    if (difference == 0 || difference == kHalf) {
        return Role::undetermined;
    }
    return difference < kHalf ? Role::master : Role::slave;
}

void MasterSlave::onDetermination(const Value& message, SteadyTime now, Pdus& out) {
    if (state_ == State::idle && role_ == Role::undetermined && number_ == 0) {
        number_ = draw_() % kModulus;
    }
    const auto judged = judge(message);
    if (judged != Role::undetermined) {
        agreed_ = agreed_ && judged == role_;
        role_ = judged;
        failed_ = false;
        state_ = State::answered;
        deadline_ = now + kT106;
        out.push_back(masterSlaveDeterminationAck(farOf(judged)));
        return;
    }
    // Equal numbers: who has asked asks anew, who has not says so and leaves it to the peer.
    if (state_ != State::asked) {
        number_ = draw_() % kModulus;
        out.push_back(masterSlaveDeterminationReject());
        return;
    }
    state_ = State::idle;
    if (++tries_ >= kRetries) {
        out.push_back(masterSlaveDeterminationReject());
        fail();
        return;
    }
    start(now, out);
}

void MasterSlave::onAck(const Value& message, Pdus& out) {
    if (state_ == State::idle) {
        return;
    }
    const auto told = message.chosen("decision") == "master" ? Role::master : Role::slave;
    if (state_ == State::asked) {
        role_ = told;
        out.push_back(masterSlaveDeterminationAck(farOf(told)));
    } else if (told != role_) {
        fail();  // C.2.5.2: the two do not agree
        return;
    }
    agreed_ = true;
    failed_ = false;
    tries_ = 0;
    state_ = State::idle;
    deadline_.reset();
}

void MasterSlave::onReject(SteadyTime now, Pdus& out) {
    if (state_ != State::asked) {
        return;
    }
    state_ = State::idle;
    if (++tries_ >= kRetries) {
        fail();
        return;
    }
    start(now, out);
}

void MasterSlave::onRelease() {
    if (state_ != State::idle) {
        fail();
    }
}

void MasterSlave::onTime(SteadyTime now, Pdus& out) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    if (agreed_) {
        state_ = State::idle;
        deadline_.reset();
        return;
    }
    if (state_ == State::asked) {
        auto release = Value::of(kMessage);
        release.at("indication.masterSlaveDeterminationRelease");
        out.push_back(std::move(release));
    }
    fail();
}

void MasterSlave::fail() {
    state_ = State::idle;
    role_ = Role::undetermined;
    agreed_ = false;
    failed_ = true;
    deadline_.reset();
}

}  // namespace mcu::h323::h245

// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/renewable_key.h"

#include <utility>

#include "h323/capability/capability_set.h"

namespace mcu::h323::h245 {

namespace {

constexpr std::uint8_t kFirstDynamicPt = 96;
constexpr std::uint8_t kLastDynamicPt = 127;

}  // namespace

void RenewableKey::begin(MediaKey key, SteadyTime now) {
    *this = {};
    current_ = std::move(key);
    since_ = now;
}

std::uint8_t RenewableKey::nextPayloadType() const {
    int next = current_ ? current_->payloadType + 1 : kFirstDynamicPt;
    if (next == capability::kTelephoneEventPt) {
        ++next;
    }
    return static_cast<std::uint8_t>(
        next < kFirstDynamicPt || next > kLastDynamicPt ? kFirstDynamicPt : next);
}

void RenewableKey::propose(MediaKey next, SteadyTime now) {
    proposed_ = std::move(next);
    giveUp_ = now + kAnswerWithin;
}

bool RenewableKey::acknowledged(std::uint8_t payloadType, SteadyTime now) {
    if (!proposed_ || proposed_->payloadType != payloadType) {
        return false;
    }
    return replace(*std::exchange(proposed_, std::nullopt), now);
}

bool RenewableKey::replace(MediaKey next, SteadyTime now) {
    if (current_ && current_->payloadType == next.payloadType) {
        return false;
    }
    begin(std::move(next), now);
    return true;
}

bool RenewableKey::receive(MediaKey next, bool sent, SteadyTime now) {
    if (current_ && current_->payloadType == next.payloadType) {
        return false;
    }
    auto former = std::move(current_);
    begin(std::move(next), now);
    former_ = std::move(former);
    if (sent) {
        giveUp_ = now + kBothFor;
    }
    return true;
}

bool RenewableKey::senderHas(std::uint8_t payloadType, SteadyTime now) {
    if (!former_ || giveUp_ || !current_ || current_->payloadType != payloadType) {
        return false;
    }
    giveUp_ = now + kBothFor;
    return true;
}

bool RenewableKey::onTime(SteadyTime now) {
    if (!giveUp_ || now < *giveUp_) {
        return false;
    }
    giveUp_.reset();
    proposed_.reset();
    since_ = now;
    return std::exchange(former_, std::nullopt).has_value();
}

std::optional<SteadyTime> RenewableKey::deadline() const {
    return giveUp_;
}

}  // namespace mcu::h323::h245

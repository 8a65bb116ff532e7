// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/session_traffic.h"

#include <chrono>
#include <utility>

#include "base/log.h"
#include "cascade/impl/session_wire.h"

namespace mcu::cascade {

namespace {

/// Half of what the other end lets pass (rateOf()).
constexpr auto kPauseDown = std::chrono::milliseconds(100);
constexpr auto kPauseUp = std::chrono::milliseconds(250);
constexpr int kAnswersAtOnce = 50;

}  // namespace

void SessionTraffic::begin(bool understood, const SessionKeeper* keeper, const McuId& below) {
    end();
    keeper_ = understood ? keeper : nullptr;
    below_ = below;
    looks_ = true;
}

void SessionTraffic::end() {
    keeper_ = nullptr;
    told_.clear();
    waiting_.clear();
    sent_ = {};
}

void SessionTraffic::compare() {
    for (auto& news : keeper_->sessionsFor(below_)) {
        const auto found = told_.find(news.session);
        if (found != told_.end() && found->second == news) {
            continue;
        }
        const bool known = found != told_.end() && found->second.hash == news.hash;
        const auto plan =
            known || news.state == "ended" ? std::nullopt : keeper_->plan(news.session);
        auto parts = plan ? partsOf(*plan) : std::deque<wire::PlanPart>();
        if (plan && parts.empty()) {
            logger("cascade").error("plan too large for the link session={}", news.session);
        }
        for (auto& part : parts) {
            *waiting_.emplace_back().mutable_plan_part() = std::move(part);
        }
        toWire(news, *waiting_.emplace_back().mutable_session_place());
        told_.insert_or_assign(news.session, std::move(news));
    }
}

std::optional<wire::FromMaster> SessionTraffic::due(SteadyTime now) {
    if (keeper_ == nullptr || now - sent_ < kPauseDown) {
        return std::nullopt;
    }
    if (std::exchange(looks_, false)) {
        compare();
    }
    if (waiting_.empty()) {
        return std::nullopt;
    }
    auto next = std::move(waiting_.front());
    waiting_.pop_front();
    sent_ = now;
    return next;
}

void AnswerTraffic::begin(bool understood, const SessionKeeper* keeper) {
    end();
    keeper_ = understood ? keeper : nullptr;
    looks_ = true;
}

void AnswerTraffic::end() {
    keeper_ = nullptr;
    told_.clear();
    sent_ = {};
}

std::optional<wire::SessionAnswers> AnswerTraffic::due(SteadyTime now) {
    if (keeper_ == nullptr || !looks_ || now - sent_ < kPauseUp) {
        return std::nullopt;
    }
    looks_ = false;
    wire::SessionAnswers message;
    for (auto& answer : keeper_->answers()) {
        auto& told = told_[{answer.session, answer.kind, answer.subject}];
        if (told == answer) {
            continue;
        }
        if (message.answers_size() == kAnswersAtOnce) {
            looks_ = true;  // the rest with the next message
            break;
        }
        toWire(answer, *message.add_answers());
        told = std::move(answer);
    }
    if (message.answers_size() == 0) {
        return std::nullopt;
    }
    sent_ = now;
    return message;
}

}  // namespace mcu::cascade

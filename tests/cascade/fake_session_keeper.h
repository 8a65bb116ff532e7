// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cascade/sessions.h"

namespace mcu::cascade::test {

/// Keeps what it has and what it is told. Control thread of its node.
class FakeSessionKeeper final : public SessionKeeper {
public:
    [[nodiscard]] std::vector<SessionNews> sessionsFor(const McuId& /*below*/) const override {
        std::vector<SessionNews> all;
        for (const auto& [id, news] : mine) {
            all.push_back(news);
        }
        return all;
    }

    [[nodiscard]] std::optional<PlanNews> plan(const std::string& session) const override {
        const auto found = plans.find(session);
        return found == plans.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] std::vector<AnswerNews> answers() const override { return said; }

    void takePlan(const PlanNews& plan, const McuId& master) override {
        takenPlans.emplace_back(plan, master);
    }

    void takeSession(const SessionNews& news, const McuId& master) override {
        takenSessions.emplace_back(news, master);
    }

    void takeAnswer(const AnswerNews& answer, const McuId& slave) override {
        takenAnswers.emplace_back(answer, slave);
    }

    void onSessions(std::function<void()> handler) override { changed = std::move(handler); }

    std::map<std::string, SessionNews> mine;
    std::map<std::string, PlanNews> plans;
    std::vector<AnswerNews> said;
    std::vector<std::pair<PlanNews, McuId>> takenPlans;
    std::vector<std::pair<SessionNews, McuId>> takenSessions;
    std::vector<std::pair<AnswerNews, McuId>> takenAnswers;
    std::function<void()> changed = [] {};
};

}  // namespace mcu::cascade::test

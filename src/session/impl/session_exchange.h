// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cascade/sessions.h"
#include "session/impl/book.h"

namespace mcu::session {

/// Sessions across the cascade (decision 0254): the master's plans and the place of its script in
/// the sessions of its slaves; the slaves' answers in those of the master. Thread: control.
class SessionExchange final : public cascade::SessionKeeper {
public:
    explicit SessionExchange(Book& book) : book_(book) {}

    [[nodiscard]] std::vector<cascade::SessionNews> sessionsFor(const McuId& below) const override;
    [[nodiscard]] std::optional<cascade::PlanNews> plan(const std::string& session) const override;
    [[nodiscard]] std::vector<cascade::AnswerNews> answers() const override;
    void takePlan(const cascade::PlanNews& plan, const McuId& master) override;
    void takeSession(const cascade::SessionNews& news, const McuId& master) override;
    void takeAnswer(const cascade::AnswerNews& answer, const McuId& slave) override;

    void onSessions(std::function<void()> handler) override { tell_ = std::move(handler); }

    /// These records are on disk.
    void written(const std::vector<Record>& records) const;

private:
    /// A session that goes on; null: there is none.
    [[nodiscard]] SessionState* open(const std::string& id);
    void takeCue(SessionState& session, const cascade::SessionNews& news, const McuId& master);
    void takeAgreement(SessionState& session,
                       const cascade::AnswerNews& answer,
                       const McuId& slave);
    void takeRehearsal(SessionState& session,
                       const cascade::AnswerNews& answer,
                       const McuId& slave);
    void alarm(const SessionState& session,
               const char* kind,
               const char* severity,
               const std::string& text,
               std::map<std::string, std::string> fields = {});

    Book& book_;
    std::function<void()> tell_ = [] {};
};

}  // namespace mcu::session

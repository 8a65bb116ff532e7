// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "session/fake_conferences.h"
#include "session/fake_incidents.h"
#include "session/fake_probes.h"
#include "session/local_time.h"
#include "session/session_service.h"

namespace mcu::session {

using conference::SiteState;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline const std::string kPlan = [] {
    std::ostringstream text;
    text << std::ifstream(MCU_SOURCE_DIR "/tests/session/data/day-plan.yaml").rdbuf();
    return text.str();
}();

inline std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A server whose clock the test moves.
class Hall {
public:
    explicit Hall(const std::string& time = "2022-09-14T15:05:00+07:00",
                  const Settings& given = settings())
        : service({loop, journal, conferences, sender, &cascade, &probes}, given) {
        at(time);
    }

    void at(const std::string& time) {
        const auto wanted = *parseTime(time);
        loop.advance(wanted - loop.clock().wallNow());
    }

    /// What an act answers.
    std::string act(const Act& act,
                    const std::string& actor = "lan",
                    const std::string& org = "vp-ubnd") {
        std::string said = "not answered";
        service.execute({actor, "unix", org}, act, [&](const Result<Outcome>& outcome) {
            said = outcome ? outcome->message : "! " + outcome.error().message;
            warnings = outcome ? outcome->warnings : std::vector<std::string>{};
        });
        return said;
    }

    std::string plan(const std::string& yaml = kPlan) {
        return act(ImportPlan{yaml, "p.yaml", false});
    }

    std::string read(const std::string& document,
                     bool vietnamese = true,
                     const std::string& format = "text") {
        const auto text = service.read({document, "", vietnamese, format, false, ',', {}});
        return text ? *text : "! " + text.error().message;
    }

    /// What a technician's command adds to its answer.
    std::string show(const std::string& site, const std::string& reason = "") {
        const conference::Command command = conference::Show{{"hop"}, site, false};
        if (const auto may = service.mayDo(command); !may) {
            return "! " + may.error().message;
        }
        std::string note;
        service.noteDone(
            {"lan", "unix", "vp-ubnd"}, command, {{site}}, [&](const auto& said) { note = said; });
        if (!reason.empty()) {
            act(GiveReason{"", reason});
        }
        return note;
    }

    void agreeAll() {
        act(AgreePlan{"", "vp-ubnd", ""}, "lan", "vp-ubnd");
        act(AgreePlan{"", "vnpt", ""}, "hung", "vnpt");
    }

    void connectAll() {
        for (const char* site : {"t.ubnd", "t.sonn", "x.03985", "x.04246"}) {
            conferences.set(site, SiteState::connected);
        }
    }

    mcu::fakes::ManualLoop loop;
    fakes::FakeJournal journal;
    fakes::FakeConferences conferences;
    fakes::FakeSender sender;
    fakes::FakeCascade cascade;
    fakes::FakeProbes probes;
    fakes::FakeIncidents incidents{{"mcu.tinh"}};
    std::vector<std::string> warnings;
    std::vector<SessionService::Alarm> alarms;
    SessionService service;

    static Settings settings() {
        Settings made;
        made.mcu = "mcu.tinh";
        return made;
    }

    void begin() {
        service.onAlarm([this](const auto& alarm) { alarms.push_back(alarm); });
        ASSERT_TRUE(service.restore());
        service.follow(incidents, incidents);
    }
};

}  // namespace mcu::session

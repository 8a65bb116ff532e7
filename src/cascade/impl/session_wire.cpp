// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/session_wire.h"

#include <algorithm>
#include <utility>

#include "cascade/impl/wire_codec.h"
#include "pki/signature.h"

namespace mcu::cascade {

namespace {

constexpr std::size_t kHashDigits = 64;

bool isHash(std::string_view text) {
    return text.size() == kHashDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error malformed(const char* what) {
    return {ErrorCode::protocol,
            std::string("a plan came in pieces that do not fit: ") + what,
            "the two programs do not fit; see their versions",
            "cascade.malformed"};
}

void check(Check& c, const wire::SessionCue& cue) {
    c.most(cue.number(), limit::kCues, "session.cue.number")
        .text(cue.title(), limit::kText, "session.cue.title")
        .most(cue.sites_size(), limit::kPanes, "session.cue.sites");
    for (const auto& site : cue.sites()) {
        c.id(site, "session.cue.sites");
    }
}

void toWire(const CueNews& cue, wire::SessionCue& out) {
    out.set_number(static_cast<std::uint32_t>(std::clamp<int>(cue.number, 0, limit::kCues)));
    out.set_title(fitted(cue.title, limit::kText));
    for (const auto& site : cue.sites) {
        if (static_cast<std::size_t>(out.sites_size()) < limit::kPanes) {
            out.add_sites(site.value);
        }
    }
}

CueNews fromWire(const wire::SessionCue& cue) {
    CueNews out{static_cast<int>(cue.number()), cue.title(), {}};
    for (const auto& site : cue.sites()) {
        out.sites.push_back(SiteId{site});
    }
    return out;
}

}  // namespace

void check(Check& c, const wire::SessionPlace& place) {
    const auto& state = place.state();
    c.id(place.session(), "session.session")
        .text(place.title(), limit::kText, "session.title")
        .require(isHash(place.hash()), "session.hash")
        .require(state == "planned" || state == "under-way" || state == "ended", "session.state")
        .require(plausible(place.start_us()), "session.start")
        .require(plausible(place.now_since_us()), "session.now_since")
        .text(place.now_by(), limit::kName, "session.now_by")
        .most(place.cues(), limit::kCues, "session.cues");
    check(c, place.now());
    check(c, place.next());
}

void check(Check& c, const wire::PlanPart& part) {
    c.id(part.session(), "plan.session")
        .require(isHash(part.hash()), "plan.hash")
        .require(part.parts() >= 1, "plan.parts")
        .most(part.parts(), limit::kPlanParts, "plan.parts")
        .require(part.part() >= 1 && part.part() <= part.parts(), "plan.part")
        .require(!part.data().empty() && part.data().size() <= limit::kPartBytes, "plan.data");
}

void check(Check& c, const wire::SessionAnswers& answers) {
    c.most(answers.answers_size(), limit::kAnswers, "answers");
    for (const auto& answer : answers.answers()) {
        c.id(answer.session(), "answer.session")
            .id(answer.kind(), "answer.kind")
            .id(answer.subject(), "answer.subject")
            .require(answer.hash().empty() || isHash(answer.hash()), "answer.hash")
            .text(answer.actor(), limit::kName, "answer.actor")
            .require(plausible(answer.at_us()), "answer.at");
    }
}

void toWire(const SessionNews& news, wire::SessionPlace& out) {
    out.set_session(news.session);
    out.set_title(fitted(news.title, limit::kText));
    out.set_hash(news.hash);
    out.set_state(news.state);
    out.set_start_us(std::max<std::int64_t>(0, microseconds(news.start)));
    out.set_cues(static_cast<std::uint32_t>(std::clamp<int>(news.cues, 0, limit::kCues)));
    if (news.now) {
        toWire(*news.now, *out.mutable_now());
        out.set_now_since_us(std::max<std::int64_t>(0, microseconds(news.nowSince)));
        out.set_now_by(fitted(news.nowBy, limit::kName));
    }
    if (news.next) {
        toWire(*news.next, *out.mutable_next());
    }
}

SessionNews fromWire(const wire::SessionPlace& place) {
    SessionNews news;
    news.session = place.session();
    news.title = place.title();
    news.hash = place.hash();
    news.state = place.state();
    news.start = wallTime(place.start_us());
    news.cues = static_cast<int>(place.cues());
    if (place.has_now()) {
        news.now = fromWire(place.now());
        news.nowSince = wallTime(place.now_since_us());
        news.nowBy = place.now_by();
    }
    if (place.has_next()) {
        news.next = fromWire(place.next());
    }
    return news;
}

void toWire(const AnswerNews& answer, wire::SessionAnswer& out) {
    out.set_session(answer.session);
    out.set_kind(answer.kind);
    out.set_subject(answer.subject);
    out.set_hash(answer.hash);
    out.set_actor(fitted(answer.actor, limit::kName));
    out.set_at_us(std::max<std::int64_t>(0, microseconds(answer.at)));
}

AnswerNews fromWire(const wire::SessionAnswer& answer) {
    return {answer.session(),
            answer.kind(),
            answer.subject(),
            answer.hash(),
            answer.actor(),
            wallTime(answer.at_us())};
}

std::deque<wire::PlanPart> partsOf(const PlanNews& plan) {
    wire::PlanBody body;
    body.set_text(plan.text);
    body.set_sites(plan.sites);
    body.set_version(static_cast<std::uint32_t>(std::max(0, plan.version)));
    body.set_actor(fitted(plan.actor, limit::kName));
    body.set_at_us(std::max<std::int64_t>(0, microseconds(plan.at)));
    const auto data = body.SerializeAsString();
    const auto parts = (data.size() + limit::kPartBytes - 1) / limit::kPartBytes;
    std::deque<wire::PlanPart> out;
    for (std::size_t i = 0; i < parts && parts <= limit::kPlanParts; ++i) {
        auto& part = out.emplace_back();
        part.set_session(plan.session);
        part.set_hash(plan.hash);
        part.set_part(static_cast<std::uint32_t>(i + 1));
        part.set_parts(static_cast<std::uint32_t>(parts));
        part.set_data(data.substr(i * limit::kPartBytes, limit::kPartBytes));
    }
    return out;
}

Result<std::optional<PlanNews>> PlanIntake::take(const wire::PlanPart& part) {
    if (part.part() == 1) {
        *this = PlanIntake();
        session_ = part.session();
        hash_ = part.hash();
        parts_ = part.parts();
    }
    if (part.session() != session_ || part.hash() != hash_ || part.parts() != parts_ ||
        part.part() != have_ + 1) {
        return malformed("one is missing");
    }
    data_ += part.data();
    if (++have_ < parts_) {
        return std::optional<PlanNews>();
    }
    wire::PlanBody body;
    const bool read = body.ParseFromString(data_) && wellFormed(body.actor()) &&
                      body.actor().size() <= limit::kName && plausible(body.at_us()) &&
                      body.version() <= limit::kVersions;
    PlanNews plan{session_,
                  static_cast<int>(body.version()),
                  hash_,
                  body.text(),
                  body.sites(),
                  wallTime(body.at_us()),
                  body.actor()};
    *this = PlanIntake();
    if (!read || pki::sha256Hex(plan.text + "\n" + plan.sites) != plan.hash) {
        return malformed("they are not what their hash says");
    }
    return std::optional(std::move(plan));
}

}  // namespace mcu::cascade

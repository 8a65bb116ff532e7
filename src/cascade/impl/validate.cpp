// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/validate.h"

#include <string>

#include "cascade/impl/message_check.h"
#include "cascade/impl/session_wire.h"
#include "cascade/impl/wire_codec.h"
#include "conference/status.h"

namespace mcu::cascade {

namespace {

void check(Check& c, const wire::Identity& identity) {
    c.id(identity.mcu(), "identity.mcu")
        .text(identity.name(), limit::kName, "identity.name")
        .text(identity.program(), limit::kWord, "identity.program")
        .most(identity.features_size(), limit::kFeatures, "identity.features")
        .require(identity.instance() != 0, "identity.instance")
        .require(plausible(identity.clock_us()), "identity.clock");
    for (const auto& feature : identity.features()) {
        c.text(feature, limit::kWord, "identity.features");
    }
}

template <typename Ids>
void checkMcus(Check& c, const Ids& ids, const char* field) {
    c.most(ids.size(), limit::kMcus, field);
    for (const auto& id : ids) {
        c.id(id, field);
    }
}

void check(Check& c, const wire::Policy& policy) {
    c.text(policy.hold_reason(), limit::kText, "policy.hold_reason");
}

void check(Check& c, const wire::Hello& hello) {
    check(c, hello.identity());
    checkMcus(c, hello.below(), "hello.below");
    check(c, hello.policy());
    c.optionalId(hello.conference(), "hello.conference")
        .require(hello.uplinks() >= 1, "hello.uplinks")
        .most(hello.uplinks(), limit::kTrunks, "hello.uplinks")
        .most(hello.depth_below(), limit::kDepth, "hello.depth_below")
        .most(hello.carries_size(), limit::kTrunks, "hello.carries");
    for (const auto& carried : hello.carries()) {
        c.require(carried.trunk() < limit::kTrunks, "hello.carries")
            .optionalId(carried.site(), "hello.carries");
    }
}

void check(Check& c, const wire::Welcome& welcome) {
    check(c, welcome.identity());
    checkMcus(c, welcome.above(), "welcome.above");
    c.require(welcome.session() != 0, "welcome.session")
        .require(welcome.trunks_size() >= 1, "welcome.trunks")
        .most(welcome.trunks_size(), limit::kTrunks, "welcome.trunks")
        .optionalId(welcome.conference(), "welcome.conference")
        .text(welcome.title(), limit::kName, "welcome.title")
        .require(welcome.depth_above() >= 1, "welcome.depth_above")
        .most(welcome.depth_above(), limit::kDepth, "welcome.depth_above");
    for (int i = 0; i < welcome.trunks_size(); ++i) {
        const auto& trunk = welcome.trunks(i);
        c.require(trunk.number() == static_cast<unsigned>(i), "welcome.trunks.number")
            .text(trunk.uri(), limit::kName, "welcome.trunks.uri")
            .require(trunk.uri().starts_with("sip:") || trunk.uri().starts_with("sips:"),
                     "welcome.trunks.uri")
            .require(trunk.uri().find_first_of(" <>\"") == std::string::npos, "welcome.trunks.uri")
            .id(trunk.user(), "welcome.trunks.user")
            .require(trunk.password().size() >= 32, "welcome.trunks.password")
            .text(trunk.password(), limit::kWord, "welcome.trunks.password");
    }
}

template <typename Said>
void checkSaid(Check& c, const Said& said) {
    c.text(said.code(), limit::kWord, "code")
        .text(said.message(), limit::kText, "message")
        .text(said.advice(), limit::kText, "advice");
}

void check(Check& c, const wire::RosterSite& site) {
    c.id(site.id(), "site.id")
        .text(site.name(), limit::kName, "site.name")
        .text(site.short_name(), limit::kName, "site.short_name")
        .most(site.aliases_size(), limit::kAliases, "site.aliases")
        .text(site.level(), limit::kWord, "site.level")
        .id(site.owner(), "site.owner")
        .require(site.contributor() != 0, "site.contributor")
        .require(site.state() <= static_cast<unsigned>(conference::SiteState::failed), "site.state")
        .text(site.cause(), limit::kText, "site.cause")
        .require(plausible(site.since_us()), "site.since")
        .text(site.protocol(), limit::kWord, "site.protocol")
        .text(site.audio_codec(), limit::kWord, "site.audio_codec")
        .text(site.video_codec(), limit::kWord, "site.video_codec")
        .finite(site.loss_percent(), "site.loss")
        .finite(site.jitter_ms(), "site.jitter")
        .finite(site.round_trip_ms(), "site.round_trip")
        .finite(site.kbps(), "site.kbps")
        .text(site.relay(), limit::kWord, "site.relay")
        .text(site.phone(), limit::kWord, "site.phone");
    for (const auto& alias : site.aliases()) {
        c.text(alias, limit::kName, "site.aliases");
    }
}

void check(Check& c, const wire::RosterPage& page) {
    c.require(page.pages() >= 1, "roster.pages")
        .most(page.pages(), limit::kPages, "roster.pages")
        .require(page.page() < page.pages(), "roster.page")
        .most(page.sites_size(), limit::kPageSites, "roster.sites");
    for (const auto& site : page.sites()) {
        check(c, site);
    }
}

void check(Check& c, const wire::RosterDelta& delta) {
    c.require(delta.to() > delta.from(), "roster.version")
        .most(delta.changed_size(), limit::kDeltaSites, "roster.changed")
        .most(delta.gone_size(), limit::kDeltaSites, "roster.gone");
    for (const auto& site : delta.changed()) {
        check(c, site);
    }
    for (const auto& gone : delta.gone()) {
        c.id(gone, "roster.gone");
    }
}

void check(Check& c, const wire::Order& order) {
    c.require(order.id() != 0, "order.id")
        .require(order.trunk() < limit::kTrunks, "order.trunk")
        .require(wire::Use_IsValid(order.use()) && order.use() != wire::USE_UNSPECIFIED,
                 "order.use")
        .require(order.site().empty() == (order.use() == wire::USE_RELEASE), "order.site")
        .optionalId(order.site(), "order.site")
        .most(order.deadline_ms(), limit::kDeadlineMs, "order.deadline");
}

void check(Check& c, const wire::OrderReport& report) {
    conference::SelectionStep step{};
    c.require(report.id() != 0, "report.id")
        .require(wire::OrderState_IsValid(report.state()) &&
                     report.state() != wire::ORDER_STATE_UNSPECIFIED,
                 "report.state")
        .require((report.state() == wire::ORDER_STATE_STEP) == !report.step().empty(),
                 "report.step")
        .require(report.step().empty() || stepFrom(report.step(), step), "report.step")
        .text(report.reason(), limit::kText, "report.reason");
}

void check(Check& c, const wire::Topology& topology) {
    c.most(topology.depth(), limit::kDepth, "topology.depth");
    checkMcus(c, topology.mcus(), "topology.mcus");
}

void check(Check& c, const wire::Programme& programme) {
    c.text(programme.layout(), limit::kWord, "programme.layout")
        .text(programme.reason(), limit::kText, "programme.reason")
        .most(programme.panes_size(), limit::kPanes, "programme.panes")
        .optionalId(programme.chair(), "programme.chair")
        .optionalId(programme.next(), "programme.next");
    for (const auto& pane : programme.panes()) {
        c.optionalId(pane, "programme.panes");
    }
}

void check(Check& c, const wire::Requests& requests) {
    c.most(requests.requests_size(), limit::kRequests, "requests");
    for (const auto& request : requests.requests()) {
        c.id(request.site(), "request.site")
            .text(request.site_name(), limit::kName, "request.site_name")
            .text(request.state(), limit::kWord, "request.state")
            .require(plausible(request.asked_at_us()), "request.asked_at");
    }
}

void check(Check& c, const wire::Talk& talk) {
    c.require(talk.number() != 0, "talk.number");
    if (talk.has_text()) {
        const auto& text = talk.text();
        c.id(text.from(), "text.from")
            .optionalId(text.to(), "text.to")
            .text(text.author(), limit::kName, "text.author")
            .text(text.text(), limit::kSpoken, "text.text")
            .require(plausible(text.at_us()), "text.at");
    } else if (talk.has_acknowledgement()) {
        c.id(talk.acknowledgement().from(), "acknowledgement.from")
            .text(talk.acknowledgement().by(), limit::kName, "acknowledgement.by");
    }
}

void check(Check& c, const wire::EventLog& log) {
    c.most(log.entries_size(), limit::kEntries, "event_log");
    for (const auto& entry : log.entries()) {
        c.require(entry.number() != 0, "event.number")
            .id(entry.kind(), "event.kind")
            .text(entry.severity(), limit::kWord, "event.severity")
            .optionalId(entry.site(), "event.site")
            .text(entry.text(), limit::kText, "event.text")
            .require(plausible(entry.at_us()), "event.at")
            .most(entry.fields().size(), limit::kFields, "event.fields");
        for (const auto& [key, value] : entry.fields()) {
            c.text(key, limit::kWord, "event.fields").text(value, limit::kText, "event.fields");
        }
    }
}

/// Numbers that SQLite, JSON and one more can hold.
bool countable(std::uint64_t number) {
    return number >= 1 && number < (1ULL << 53U);
}

void check(Check& c, const wire::IncidentEntry& entry) {
    c.id(entry.from(), "incident.entry.from")
        .require(countable(entry.number()), "incident.entry.number")
        .require(plausible(entry.at_us()), "incident.entry.at")
        .id(entry.kind(), "incident.entry.kind")
        .text(entry.actor(), limit::kName, "incident.entry.actor")
        .text(entry.organisation(), limit::kWord, "incident.entry.organisation")
        .text(entry.text(), limit::kText, "incident.entry.text");
}

void check(Check& c, const wire::Incident& incident) {
    c.id(incident.origin(), "incident.origin")
        .require(countable(incident.number()), "incident.number")
        .require(countable(incident.version()), "incident.version")
        .id(incident.kind(), "incident.kind")
        .id(incident.severity(), "incident.severity")
        .id(incident.site(), "incident.site")
        .text(incident.site_name(), limit::kName, "incident.site_name")
        .text(incident.owner(), limit::kWord, "incident.owner")
        .text(incident.contact(), limit::kName, "incident.contact")
        .text(incident.phone(), limit::kWord, "incident.phone")
        .require(plausible(incident.opened_us()), "incident.opened")
        .require(plausible(incident.closed_us()), "incident.closed")
        .text(incident.cause(), limit::kText, "incident.cause")
        .text(incident.healed(), limit::kText, "incident.healed")
        .most(incident.redials(), limit::kRedials, "incident.redials")
        .most(incident.entries_size(), limit::kIncidentEntries, "incident.entries");
    for (const auto& entry : incident.entries()) {
        check(c, entry);
    }
}

void check(Check& c, const wire::Incidents& message) {
    c.most(message.incidents_size(), limit::kIncidents, "incidents");
    for (const auto& incident : message.incidents()) {
        check(c, incident);
    }
}

void check(Check& c, const wire::CheckResults& message) {
    c.most(message.results_size(), limit::kCheckResults, "checks");
    for (const auto& result : message.results()) {
        c.id(result.session(), "check.session")
            .id(result.site(), "check.site")
            .require(plausible(result.at_us()), "check.at")
            .text(result.actor(), limit::kName, "check.actor")
            .text(result.organisation(), limit::kWord, "check.organisation")
            .most(result.fields().size(), limit::kCheckFields, "check.fields");
        for (const auto& [key, value] : result.fields()) {
            c.text(key, limit::kWord, "check.fields").text(value, limit::kText, "check.fields");
        }
    }
}

void check(Check& c, const wire::Ping& ping) {
    c.require(plausible(ping.sent_us()), "ping.sent");
}

void check(Check& c, const wire::Pong& pong) {
    c.require(plausible(pong.answered_us()), "pong.answered");
}

}  // namespace

bool wellFormed(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x20 || lead == 0x7F) {
            return false;
        }
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xC2 ? 0
                                   : lead < 0xE0 ? 2
                                   : lead < 0xF0 ? 3
                                   : lead < 0xF5 ? 4
                                                 : 0;
        if (length == 0 || i + length > text.size()) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

Status validate(const wire::FromSlave& message) {
    Check c;
    switch (message.body_case()) {
        case wire::FromSlave::kHello:
            check(c, message.hello());
            break;
        case wire::FromSlave::kRosterPage:
            check(c, message.roster_page());
            break;
        case wire::FromSlave::kRosterDelta:
            check(c, message.roster_delta());
            break;
        case wire::FromSlave::kOrderReport:
            check(c, message.order_report());
            break;
        case wire::FromSlave::kPolicy:
            check(c, message.policy());
            break;
        case wire::FromSlave::kTopology:
            check(c, message.topology());
            break;
        case wire::FromSlave::kEventLog:
            check(c, message.event_log());
            break;
        case wire::FromSlave::kTalk:
            check(c, message.talk());
            break;
        case wire::FromSlave::kPing:
            check(c, message.ping());
            break;
        case wire::FromSlave::kPong:
            check(c, message.pong());
            break;
        case wire::FromSlave::kBye:
            checkSaid(c, message.bye());
            break;
        case wire::FromSlave::kIncidents:
            check(c, message.incidents());
            break;
        case wire::FromSlave::kCheckResults:
            check(c, message.check_results());
            break;
        case wire::FromSlave::kSessionAnswers:
            check(c, message.session_answers());
            break;
        case wire::FromSlave::kTalkReceived:
        case wire::FromSlave::BODY_NOT_SET:
            break;
    }
    return c.result();
}

Status validate(const wire::FromMaster& message) {
    Check c;
    switch (message.body_case()) {
        case wire::FromMaster::kWelcome:
            check(c, message.welcome());
            break;
        case wire::FromMaster::kRefused:
            checkSaid(c, message.refused());
            break;
        case wire::FromMaster::kOrder:
            check(c, message.order());
            break;
        case wire::FromMaster::kProgramme:
            check(c, message.programme());
            break;
        case wire::FromMaster::kRequests:
            check(c, message.requests());
            break;
        case wire::FromMaster::kTopology:
            check(c, message.topology());
            break;
        case wire::FromMaster::kTalk:
            check(c, message.talk());
            break;
        case wire::FromMaster::kPing:
            check(c, message.ping());
            break;
        case wire::FromMaster::kPong:
            check(c, message.pong());
            break;
        case wire::FromMaster::kBye:
            checkSaid(c, message.bye());
            break;
        case wire::FromMaster::kIncidents:
            check(c, message.incidents());
            break;
        case wire::FromMaster::kSessionPlace:
            check(c, message.session_place());
            break;
        case wire::FromMaster::kPlanPart:
            check(c, message.plan_part());
            break;
        case wire::FromMaster::kRosterResync:
        case wire::FromMaster::kEventLogReceived:
        case wire::FromMaster::kTalkReceived:
        case wire::FromMaster::BODY_NOT_SET:
            break;
    }
    return c.result();
}

Rate rateOf(wire::FromSlave::BodyCase kind) {
    switch (kind) {
        case wire::FromSlave::kHello:
            return {0.1, 1};
        case wire::FromSlave::kRosterPage:
            return {100, 2.0 * limit::kPages};
        case wire::FromSlave::kRosterDelta:
        case wire::FromSlave::kOrderReport:
            return {100, 400};
        case wire::FromSlave::kEventLog:
        case wire::FromSlave::kTalk:
        case wire::FromSlave::kTalkReceived:
            return {50, 400};
        case wire::FromSlave::kIncidents:
        case wire::FromSlave::kCheckResults:
            return {8, 60};
        default:
            return {10, 30};
    }
}

Rate rateOf(wire::FromMaster::BodyCase kind) {
    switch (kind) {
        case wire::FromMaster::kWelcome:
        case wire::FromMaster::kRefused:
            return {0.1, 1};
        case wire::FromMaster::kOrder:
            return {100, 400};
        case wire::FromMaster::kEventLogReceived:
        case wire::FromMaster::kTalk:
        case wire::FromMaster::kTalkReceived:
            return {50, 400};
        case wire::FromMaster::kIncidents:
            return {8, 60};
        default:
            return {20, 60};
    }
}

}  // namespace mcu::cascade

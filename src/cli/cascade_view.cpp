// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cascade_view.h"

#include <algorithm>
#include <string_view>

#include "cli/cascade_words.h"
#include "cli/clock_text.h"
#include "cli/number_text.h"
#include "cli/requests_view.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr int kLinks = 4;
constexpr int kOrders = 3;
constexpr int kRequests = 3;
constexpr int kMessages = 2;
constexpr double kCertificateSoon = 30;

std::string nameOf(const SiteNames& names, const std::string& id) {
    const auto found = names.find(id);
    return found == names.end() ? id : withoutNoun(found->second) + " (" + id + ")";
}

Line headLine(const v1::CascadeStatus& cascade) {
    const bool below = cascade.role() == "slave" || cascade.role() == "middle";
    std::string held;
    if (cascade.held()) {
        held = tr("HOLD") + (cascade.hold_reason().empty() ? "" : ": " + cascade.hold_reason());
    }
    return {join({cascade.mcu() + "  " + roleText(cascade.role()),
                  below ? tr("orders: {policy}", {{"policy", policyText(cascade.policy())}})
                        : std::string(),
                  held,
                  cascade.role() == "alone"
                      ? std::string()
                      : tr("depth limit {n}", {{"n", std::to_string(cascade.max_depth())}})},
                 "  "),
            cascade.held() ? Shade::warning : Shade::strong};
}

Shade linkShade(const std::string& state) {
    if (state == "up") {
        return Shade::good;
    }
    return state == "refused" || state == "control-lost" ? Shade::bad : Shade::warning;
}

bool endsSoon(const v1::LinkStatus& link) {
    return !link.certificate_id().empty() && link.certificate_days() < kCertificateSoon;
}

/// What of a link an operator looks at twice: its cause, a hold, a certificate that ends soon.
std::string troubleOf(const v1::LinkStatus& link, const Globals& globals) {
    return join(
        {link.cause().empty() ? "" : serverText(link.cause(), globals.language),
         link.held() ? tr("HOLD") + (link.hold_reason().empty() ? "" : ": ") + link.hold_reason()
                     : "",
         endsSoon(link) ? tr("its certificate ends in {n} days: mcuctl cert renew",
                             {{"n", decimal(link.certificate_days(), 0, globals)}})
                        : "",
         link.differences().empty() ? ""
                                    : tr("other version: {what}", {{"what", link.differences()}})},
        "; ");
}

void addTrunks(Lines& lines,
               const v1::LinkStatus& link,
               const SiteNames& names,
               const Globals& globals) {
    for (const auto& trunk : link.trunks()) {
        const bool up = trunk.state() == v1::SITE_STATE_CONNECTED;
        const std::string carries =
            trunk.carries().empty() ? tr("nothing") : nameOf(names, trunk.carries());
        const bool missing = !trunk.carries().empty() && !link.to_master() && !trunk.arrives();
        const std::string rest =
            up ? join({missing ? tr("not arriving yet") : "",
                       trunk.encrypted() ? "" : tr("NOT ENCRYPTED"),
                       trunk.video_codec(),
                       decimal(trunk.kbps_up() / 1000, 1, globals) + "↑ " +
                           decimal(trunk.kbps_down() / 1000, 1, globals) + "↓",
                       trunk.loss_percent() > 0.05
                           ? tr("loss {percent} %",
                                {{"percent", decimal(trunk.loss_percent(), 1, globals)}})
                           : ""},
                      "  ")
               : join({stateText(trunk.state()), causeText(trunk.cause())}, ", ");
        const std::size_t room = globals.columns > 62 ? globals.columns - 48 : 14;
        lines.push_back(
            {"  " + padded(tr("up-link {n}", {{"n", std::to_string(trunk.number())}}), 13) +
                 padded(carries, room) + " " + rest,
             !up || !trunk.encrypted() ? std::optional(Shade::warning) : std::nullopt});
    }
}

void addLinks(Lines& lines,
              const v1::CascadeStatus& cascade,
              const SiteNames& names,
              const Globals& globals,
              bool all) {
    for (int i = 0; i < cascade.links_size() && (all || i < kLinks); ++i) {
        const auto& link = cascade.links(i);
        lines.push_back(linkLine(link, globals));
        if (const std::string trouble = troubleOf(link, globals); !trouble.empty()) {
            lines.push_back({"  ! " + trouble, Shade::warning});
        }
        if (all || link.state() != "down") {
            addTrunks(lines, link, names, globals);
        }
    }
    if (!all && cascade.links_size() > kLinks) {
        lines.push_back({"… +" + std::to_string(cascade.links_size() - kLinks) +
                             "  (mcuctl cascade status --all)",
                         Shade::faint});
    }
}

void addMaster(Lines& lines, const v1::CascadeStatus& cascade, const SiteNames& names) {
    if (cascade.master_layout().empty() && cascade.master_panes().empty()) {
        return;
    }
    std::vector<std::string> panes;
    for (const auto& pane : cascade.master_panes()) {
        panes.push_back(pane.empty() ? "-" : nameOf(names, pane));
    }
    lines.push_back(
        {tr("the master shows {layout}:", {{"layout", cascade.master_layout()}}) + " " +
             join(panes, " | ") +
             (cascade.master_next().empty()
                  ? ""
                  : "  " + tr("next: {site}", {{"site", nameOf(names, cascade.master_next())}})),
         std::nullopt});
}

std::string cueText(const v1::MasterCue& cue, const SiteNames& names) {
    std::vector<std::string> sites;
    for (const auto& site : cue.sites()) {
        sites.push_back(nameOf(names, site));
    }
    return join({cue.title(), join(sites, " | ")}, ": ");
}

/// The master's script: of a session under way where it stands, of others when they begin.
void addSessions(Lines& lines, const v1::CascadeStatus& cascade, const SiteNames& names, bool all) {
    for (const auto& session : cascade.sessions()) {
        if (session.state() != "under-way") {
            if (all) {
                lines.push_back(
                    {tr("session {id} begins {time}",
                        {{"id", session.session()}, {"time", dayAndTime(session.start_at_us())}}) +
                         "  " + session.title(),
                     Shade::faint});
            }
            continue;
        }
        lines.push_back({session.has_now() ? tr("script of the master {n}/{of}, since {time}:",
                                                {{"n", std::to_string(session.now().number())},
                                                 {"of", std::to_string(session.cues())},
                                                 {"time", timeOfDay(session.now_since_us())}}) +
                                                 " " + cueText(session.now(), names)
                                           : tr("script of the master: not begun"),
                         Shade::strong});
        const auto next =
            std::to_string(session.next().number()) + " " + cueText(session.next(), names);
        lines.push_back({"  " + (session.has_next() ? tr("next: {site}", {{"site", next}})
                                                    : tr("the script is over")),
                         std::nullopt});
    }
}

void addRequests(Lines& lines, const v1::CascadeStatus& cascade, const Globals& globals, bool all) {
    int shown = 0;
    for (const auto& request : cascade.requests()) {
        const bool open = request.state() == "open" || request.state() == "taken";
        if ((open || all) && (all || shown++ < kRequests)) {
            lines.push_back(
                {"☎ " + requestNumber(request.number()) + "  " +
                     (open ? tr("{seconds} s",
                                {{"seconds", decimal(request.age_seconds(), 1, globals)}}) +
                                 (request.age_seconds() > 30 ? " " + tr("OVER 30 s") : "") + "  "
                           : "") +
                     (request.site_name().empty() ? request.site()
                                                  : siteText(request.site_name())) +
                     "  " + requestStateText(request.state()),
                 open ? clockShade(request.age_seconds()) : Shade::faint});
        }
    }
}

/// Why an order waits or was refused. That it waits for a confirmation its state says already.
std::string orderReasonText(const std::string& reason, const Globals& globals) {
    constexpr std::string_view kHold = "hold: ";
    if (reason == "confirm" || reason.empty()) {
        return {};
    }
    if (reason.starts_with(kHold)) {
        return tr("HOLD") + ": " + reason.substr(kHold.size());
    }
    return reason == "manual" ? tr("manual") : serverText(reason, globals.language);
}

/// Only an order of our master is ours to answer; one that waits at a slave is the slave's.
bool comesFromAbove(const v1::OrderStatus& order, const v1::CascadeStatus& cascade) {
    return std::any_of(cascade.links().begin(), cascade.links().end(), [&](const auto& link) {
        return link.to_master() && link.mcu() == order.mcu();
    });
}

void addOrders(Lines& lines, const v1::CascadeStatus& cascade, const Globals& globals, bool all) {
    for (int i = 0; i < cascade.orders_size() && (all || i < kOrders); ++i) {
        const auto& order = cascade.orders(i);
        const bool waiting = order.state() == "waiting";
        const std::string id = std::to_string(order.id());
        lines.push_back(
            {join({"#" + id + " " + orderUseText(order.use()),
                   order.site_name().empty() ? order.site() : withoutNoun(order.site_name()),
                   orderStateText(order.state()) + " " +
                       tr("{seconds} s", {{"seconds", decimal(order.age_seconds(), 0, globals)}}),
                   order.escalated() ? tr("ESCALATED") : "",
                   orderReasonText(order.reason(), globals)},
                  "  "),
             order.escalated() ? std::optional(Shade::bad)
             : waiting         ? std::optional(Shade::warning)
                               : std::nullopt});
        if (waiting && comesFromAbove(order, cascade)) {
            lines.push_back({join({"   → mcuctl cascade confirm", id}, " ") +
                                 join({"    mcuctl cascade refuse", id, "--reason \"…\""}, " "),
                             Shade::strong});
        }
    }
}

void addMessages(Lines& lines, const v1::CascadeStatus& cascade, bool all) {
    int shown = 0;
    for (int i = cascade.messages_size() - 1; i >= 0; --i) {
        const auto& message = cascade.messages(i);
        if (message.from() != cascade.mcu() && message.acknowledged_by().empty() &&
            (all || shown++ < kMessages)) {
            lines.push_back({"✉ " + std::to_string(message.id()) + "  " + message.from() + " " +
                                 message.author() + (message.cue() ? "  " + tr("CUE") : "") + ": " +
                                 message.text() + "  → mcuctl ack " + std::to_string(message.id()),
                             message.cue() ? Shade::warning : Shade::strong});
        }
    }
}

}  // namespace

SiteNames siteNamesOf(const v1::ServerStatus& status) {
    SiteNames names;
    for (const auto& conference : status.conferences()) {
        for (const auto& site : conference.sites()) {
            names[site.id()] = site.name();
        }
    }
    return names;
}

Line linkLine(const v1::LinkStatus& link, const Globals& globals) {
    return {
        std::string(link.to_master() ? "↑ " : "↓ ") + padded(link.mcu(), 12) + " " +
            join({linkStateText(link.state()) + " " + ageText(link.since_seconds()),
                  link.held() ? tr("HOLD") : "",
                  tr("sites {ready}/{n}",
                     {{"ready", std::to_string(link.sites_ready())},
                      {"n", std::to_string(link.sites())}}),
                  link.round_trip_ms() < 0
                      ? ""
                      : "RTT " + decimal(link.round_trip_ms(), 0, globals) + " ms",
                  link.to_master() ? "" : policyText(link.policy()),
                  link.certificate_id().empty()
                      ? ""
                      : tr("cert. {n} d", {{"n", decimal(link.certificate_days(), 0, globals)}})},
                 "  "),
        endsSoon(link) && link.state() == "up" ? Shade::warning : linkShade(link.state())};
}

std::string renderCascade(const v1::CascadeStatus& cascade,
                          const SiteNames& names,
                          const Globals& globals,
                          bool all) {
    Lines lines;
    lines.push_back(headLine(cascade));
    addRequests(lines, cascade, globals, all);
    addOrders(lines, cascade, globals, all);
    addMessages(lines, cascade, all);
    addSessions(lines, cascade, names, all);
    addMaster(lines, cascade, names);
    addLinks(lines, cascade, names, globals, all);
    if (cascade.role() == "alone") {
        lines.push_back({tr("this server has no cascade configured"), std::nullopt});
    } else if (cascade.links().empty()) {
        lines.push_back({tr("there is no link"), std::nullopt});
    }
    // The last row is the prompt's.
    const std::size_t room = globals.rows - 1;
    if (!all && lines.size() > room) {
        lines.resize(room - 1);
        lines.push_back({"…  (mcuctl cascade status --all)", Shade::faint});
    }
    return rendered(lines, globals);
}

}  // namespace mcu::cli

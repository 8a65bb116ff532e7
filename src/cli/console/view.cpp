// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/view.h"

#include <algorithm>

#include "cli/cascade_words.h"
#include "cli/clock_text.h"
#include "cli/incident_view.h"
#include "cli/number_text.h"
#include "cli/page.h"
#include "cli/requests_view.h"
#include "cli/server_text.h"
#include "cli/site_rank.h"
#include "cli/status_links.h"
#include "cli/text.h"
#include "cli/width.h"

// The head of the console: what holds for the session and is never covered.

namespace mcu::cli::console {

namespace {

constexpr std::size_t kLabelColumns = 11;
constexpr std::size_t kShortest = 24;  ///< rows of the smallest terminal
constexpr double kAnswerShown = 60;    ///< seconds the last call of the chair stays on the screen

Span label(const char* text) {
    return {padded(tr(text), kLabelColumns - 1) + " ", Mark::strong};
}

std::int64_t microseconds(WallTime time) {
    return std::chrono::floor<std::chrono::microseconds>(time.time_since_epoch()).count();
}

double secondsBetween(SteadyTime from, SteadyTime to) {
    return std::chrono::duration<double>(to - from).count();
}

std::string hourAndMinute(std::int64_t microsecondsAt) {
    return timeOfDay(microsecondsAt).substr(0, 5);
}

/// What a deadline is about, short.
std::string deadlineText(const std::string& id) {
    static const std::vector<std::pair<std::string, const char*>> kNames = {
        {"TIM-02", later("units told")},
        {"TIM-03", later("plan agreed")},
        {"TIM-04", later("rehearsal")},
        {"TIM-05", later("MCUs linked")},
        {"TIM-06", later("ready")},
    };
    for (const auto& [known, name] : kNames) {
        if (known == id) {
            return tr(name);
        }
    }
    return id;
}

}  // namespace

Mark markOf(Shade shade) {
    switch (shade) {
        case Shade::good:
            return Mark::good;
        case Shade::warning:
            return Mark::warning;
        case Shade::bad:
            return Mark::bad;
        case Shade::strong:
            return Mark::strong;
        case Shade::faint:
            break;
    }
    return Mark::faint;
}

std::string clockOf(double seconds) {
    const auto whole = static_cast<long>(std::max(seconds, 0.0));
    auto two = [](long value) { return std::to_string(100 + value).substr(1); };
    const std::string tail = ":" + two(whole % 60);
    return whole < 3600 ? std::to_string(whole / 60) + tail
                        : std::to_string(whole / 3600) + ":" + two(whole / 60 % 60) + tail;
}

Span requestClock(double seconds, const Globals& globals) {
    const auto shade = clockShade(seconds);
    const std::string text = tr("{seconds} s", {{"seconds", decimal(seconds, 1, globals)}});
    const char* signs = shade == Shade::bad ? " !!" : shade == Shade::warning ? " !" : "";
    return {seconds > 30 ? text + " " + tr("OVER 30 s") : text + signs, markOf(shade)};
}

Screen Console::screen(Size size, Moment now) {
    return View(*this, size, now).screen();
}

double View::sinceNews() const {
    return console_.news_ ? secondsBetween(console_.news_->at.steady, now_.steady) : 0;
}

std::string View::sessionClock() const {
    const auto& session = console_.news_->session;
    if (!session) {
        return {};
    }
    const auto now = microseconds(now_.wall);
    if (session->ended_at_us() != 0) {
        return tr("ended {time}", {{"time", hourAndMinute(session->ended_at_us())}});
    }
    if (session->started_at_us() != 0) {
        return tr("in session {clock}",
                  {{"clock", clockOf(static_cast<double>(now - session->started_at_us()) / 1e6)}});
    }
    if (!session->steered_by().empty()) {
        return tr("in session at {mcu}", {{"mcu", session->steered_by()}});
    }
    const double left = static_cast<double>(session->start_at_us() - now) / 1e6;
    constexpr double kForgotten = 86400;
    if (left < -kForgotten) {
        return {};  // it was never started
    }
    return left >= 0
               ? tr("starts {time}, in {age}",
                    {{"time", hourAndMinute(session->start_at_us())}, {"age", ageText(left)}})
               : tr("was to start {time}, {age} ago",
                    {{"time", hourAndMinute(session->start_at_us())}, {"age", ageText(-left)}});
}

void View::addHead(Rows& rows) const {
    Row left;
    if (console_.news_) {
        const auto& news = *console_.news_;
        const auto* held = console_.conference();
        const std::string title = news.session
                                      ? news.session->session() + " " + news.session->title()
                                  : held != nullptr ? held->title()
                                                    : std::string();
        left = {{join({news.status.id(), held == nullptr ? "" : held->id(), title}, "  "),
                 Mark::strong}};
    } else {
        left = {{globals_.server.server, Mark::strong}};
    }
    const std::string clock = console_.news_ ? sessionClock() : std::string();
    rows.push_back(spread(left,
                          {{clock.empty() ? "" : clock + "  ", Mark::plain},
                           {timeOfDay(microseconds(now_.wall)), Mark::strong}},
                          size_.columns));
}

void View::addLost(Rows& rows) const {
    if (console_.lost_) {
        const auto& lost = *console_.lost_;
        rows.push_back(
            {{"✗ " + tr("LOST the server since {time} ({age}); connecting again, what is "
                        "below is as it was",
                        {{"time", timeOfDay(microseconds(lost.at.wall))},
                         {"age", ageText(secondsBetween(lost.at.steady, now_.steady))}}),
              Mark::bad}});
    } else if (!console_.news_) {
        rows.push_back({{tr("connecting to the server…"), Mark::warning}});
    } else if (console_.conference() == nullptr) {
        std::string names;
        for (const auto& each : console_.news_->status.conferences()) {
            names += (names.empty() ? "" : ", ") + each.id();
        }
        rows.push_back(
            {{names.empty() ? tr("there is no conference; open one: mcuctl conference create NAME")
                            : tr("which conference? {names}: mcuctl console --conference NAME",
                                 {{"names", names}}),
              Mark::warning}});
    }
}

std::string View::panesOf(const v1::ViewStatus& view) const {
    std::vector<std::string> panes;
    for (const auto& pane : view.panes()) {
        const auto* site = console_.site(pane.site());
        panes.push_back(pane.site().empty() ? "-"
                        : site == nullptr   ? pane.site()
                                            : withoutNoun(site->name()));
    }
    return view.layout() + ": " + (panes.empty() ? tr("empty") : join(panes, " | "));
}

void View::addOnAir(Rows& rows) const {
    const auto* held = console_.conference();
    if (held == nullptr) {
        return;
    }
    for (const auto& view : held->views()) {
        if (view.name() == "programme") {
            const std::string since =
                console_.programmeSince_
                    ? clockOf(secondsBetween(*console_.programmeSince_, now_.steady))
                    : std::string();
            const std::string reason = reasonText(view.reason());
            rows.push_back(spread(
                {label(later("ON AIR")), {"● " + panesOf(view), Mark::strong}},
                {{reason.empty() ? "" : "(" + reason + ") ", Mark::faint}, {since, Mark::strong}},
                size_.columns));
        }
    }
    const auto* chair = console_.site(held->chair());
    const bool up = chair != nullptr && chair->state() == v1::SITE_STATE_CONNECTED;
    std::string sees;
    for (const auto& view : held->views()) {
        sees = view.name() == "chair" ? tr("sees {panes}", {{"panes", panesOf(view)}}) : sees;
    }
    rows.push_back({label(later("CHAIR")),
                    {chair == nullptr ? tr("no chair") : withoutNoun(chair->name()), Mark::plain},
                    {up || chair == nullptr ? "" : "  ✗ " + stateText(chair->state()), Mark::bad},
                    {sees.empty() ? "" : "  " + sees, Mark::plain}});
}

void View::addRequests(Rows& rows) const {
    const auto& news = *console_.news_;
    int open = 0;
    constexpr int kMost = 3;
    for (const auto& request : news.requests.requests()) {
        if (!isOpen(request) || ++open > kMost) {
            continue;
        }
        rows.push_back({label(later("CALLED")),
                        {"☎ " + requestNumber(request.number()) + "  ", Mark::strong},
                        requestClock(request.age_seconds() + sinceNews(), globals_),
                        {"  " + join({console_.nameOf(request.site()),
                                      requestStateText(request.state()),
                                      request.owner(),
                                      serverText(request.reason(), globals_.language),
                                      request.state() == "open" ? tr("t: put on air") : ""},
                                     "  "),
                         Mark::plain}});
    }
    for (const auto& request : news.cascade.requests()) {
        if (request.state() == "open" || request.state() == "taken") {
            ++open;
            rows.push_back({label(later("CALLED")),
                            {"☎ " + requestNumber(request.number()) + "  ", Mark::strong},
                            requestClock(request.age_seconds() + sinceNews(), globals_),
                            {"  " + siteText(request.site_name()) + "  " +
                                 requestStateText(request.state()) + "  " + tr("by the master"),
                             Mark::plain}});
        }
    }
    if (open > 0) {
        return;
    }
    const bool any = !news.requests.requests().empty();
    const auto* last = any ? &news.requests.requests(0) : nullptr;
    const bool told = last != nullptr && last->state() == "two-way-up" &&
                      last->age_seconds() + sinceNews() < last->two_way_seconds() + kAnswerShown;
    if (!told) {
        rows.push_back(
            {label(later("CALLED")), {tr("nobody; r: the chair asks for a site"), Mark::faint}});
        return;
    }
    rows.push_back({label(later("CALLED")),
                    {(last->late() ? "✗ " : "✓ ") + requestNumber(last->number()) + "  " +
                         tr("two-way up {seconds} s",
                            {{"seconds", decimal(last->two_way_seconds(), 2, globals_)}}) +
                         "  " + (last->late() ? tr("OVER 30 s") : tr("WITHIN 30 s")) + "  " +
                         console_.nameOf(last->site()),
                     last->late() ? Mark::bad : Mark::good}});
}

void View::addOrders(Rows& rows) const {
    for (const auto& order : console_.news_->cascade.orders()) {
        if (order.state() == "waiting") {
            rows.push_back({label(later("ORDER")),
                            {"? #" + std::to_string(order.id()) + " " + orderUseText(order.use()) +
                                 "  " + siteText(order.site_name()) + "  " +
                                 tr("waits {age}; y: do it",
                                    {{"age", ageText(order.age_seconds() + sinceNews())}}),
                             order.escalated() ? Mark::bad : Mark::warning}});
            return;
        }
    }
}

void View::addMessages(Rows& rows) const {
    for (const auto& message : console_.news_->cascade.messages()) {
        if (message.acknowledged_by().empty() && message.from() != console_.news_->cascade.mcu()) {
            rows.push_back({label(later("MESSAGE")),
                            {"✉ " + message.from() + " " + message.author() +
                                 (message.cue() ? " " + tr("CUE") : "") + ": " + message.text() +
                                 "  " + tr("(a: acknowledge)"),
                             message.cue() ? Mark::warning : Mark::strong}});
            return;
        }
    }
}

void View::addScript(Rows& rows) const {
    const auto& session = console_.news_->session;
    if (!session) {
        rows.push_back({label(later("SCRIPT")), {tr("no session is planned here"), Mark::faint}});
        return;
    }
    if (session->has_now()) {
        const auto& cue = session->now();
        rows.push_back({label(later("SCRIPT")),
                        {std::to_string(cue.number()) + "/" + std::to_string(session->cues()) +
                             " " + cue.title(),
                         Mark::plain},
                        {cue.note().empty() ? "" : "  (" + cue.note() + ")", Mark::faint}});
    } else {
        rows.push_back({label(later("SCRIPT")), {tr("not begun"), Mark::faint}});
    }
    if (!session->has_next()) {
        rows.push_back({label(later("NEXT")), {tr("the script is over"), Mark::faint}});
        return;
    }
    const auto& next = session->next();
    std::vector<std::string> names;
    for (const auto& name : next.site_names()) {
        names.push_back(withoutNoun(name));
    }
    rows.push_back({label(later("NEXT")),
                    {std::to_string(next.number()) + " " +
                         (next.at().empty() ? "" : next.at() + " ") + next.title() + "  ",
                     Mark::strong},
                    {names.empty() ? next.layout() : join(names, " | "), Mark::plain},
                    {"  " + (session->steered_by().empty() ? tr("(n)") : session->steered_by()),
                     Mark::faint}});
}

void View::addDeadlines(Rows& rows) const {
    const auto& session = console_.news_->session;
    if (!session) {
        return;
    }
    std::vector<const v1::DeadlineView*> open;
    std::size_t missed = 0;
    for (const auto& deadline : session->deadlines()) {
        missed += deadline.state() == "missed" || deadline.state() == "unreachable" ? 1 : 0;
        // TIM-01 has no limit but that of TIM-02.
        if (deadline.limit_at_us() != 0 && deadline.id() != "TIM-01" &&
            (deadline.state() == "waiting" || deadline.state() == "amber" ||
             deadline.state() == "red")) {
            open.push_back(&deadline);
        }
    }
    std::stable_sort(open.begin(), open.end(), [](const auto* a, const auto* b) {
        return a->limit_at_us() < b->limit_at_us();
    });
    constexpr std::size_t kShown = 3;
    Row row{label(later("DEADLINES"))};
    for (std::size_t i = 0; i < std::min(open.size(), kShown); ++i) {
        const auto& each = *open[i];
        const double left = static_cast<double>(each.limit_at_us() - microseconds(now_.wall)) / 1e6;
        const char* sign = each.state() == "red" ? "!! " : each.state() == "amber" ? "! " : "";
        row.push_back({sign +
                           tr("{what} {time} in {age}",
                              {{"what", deadlineText(each.id())},
                               {"time", hourAndMinute(each.limit_at_us())},
                               {"age", ageText(left)}}) +
                           "   ",
                       each.state() == "red"     ? Mark::bad
                       : each.state() == "amber" ? Mark::warning
                                                 : Mark::plain});
    }
    if (open.empty()) {
        row.push_back({tr("none is open") + "   ", Mark::faint});
    }
    if (missed > 0) {
        row.push_back({"✗ " + tr("missed {n}", {{"n", std::to_string(missed)}}), Mark::bad});
    }
    rows.push_back(std::move(row));
}

void View::addCounts(Rows& rows) const {
    const auto* held = console_.conference();
    if (held == nullptr) {
        return;
    }
    const auto counts = countsOf(*held);
    auto part = [](const char* text, int count) {
        return count == 0 ? std::string() : "  " + tr(text, {{"n", std::to_string(count)}});
    };
    Row row{label(later("SITES")),
            {tr("connected {n}/{total}",
                {{"n", std::to_string(counts.connected)}, {"total", std::to_string(counts.total)}}),
             counts.connected == counts.total ? Mark::good : Mark::plain},
            {part(later("LOST {n}"), counts.lost), Mark::bad},
            {part(later("FAILED {n}"), counts.failed), Mark::bad},
            {part(later("redial {n}"), counts.waiting), Mark::warning},
            {part(later("lossy {n}"), counts.lossy), Mark::warning},
            {part(later("dialling {n}"), counts.underWay), Mark::plain},
            {part(later("absent {n}"), counts.absent), Mark::plain}};
    for (const auto& link : console_.news_->cascade.links()) {
        const bool up = link.state() == "up";
        row.push_back({std::string("   ") + (link.to_master() ? "↑" : "↓") + link.mcu() + " " +
                           linkStateText(link.state()),
                       up ? Mark::good : Mark::bad});
    }
    rows.push_back(std::move(row));
}

std::size_t View::alertRows() const {
    return 2 + (size_.rows > kShortest ? (size_.rows - kShortest) / 6 : 0);
}

Row View::incidentRow(const v1::IncidentView& incident) const {
    const bool bad = incident.severity() == "error";
    return {
        {(bad ? "✗ " : "! ") + incident.id() + " " +
             clockOf(static_cast<double>(microseconds(now_.wall) - incident.opened_at_us()) / 1e6) +
             "  ",
         bad ? Mark::bad : Mark::warning},
        {join({withoutNoun(incident.site_name()),
               incidentKindText(incident.kind()),
               incidentCauseText(incident, globals_),
               incident.owner(),
               incident.phone()},
              "  "),
         bad ? Mark::bad : Mark::warning}};
}

Row View::alertRow(const v1::Event& event) const {
    const bool bad = event.severity() == "error";
    const auto text = serverText(event.text(), globals_.language);
    return {
        {timeOfDay(event.at_us()) + (bad ? " ✗ " : " ! ") + (text.empty() ? event.kind() : text),
         bad ? Mark::bad : Mark::warning}};
}

/// Open incidents, errors first; then what else was told.
void View::addAlerts(Rows& rows) const {
    Rows shown;
    const auto& open = console_.news_->incidents.incidents();
    for (const bool errors : {true, false}) {
        for (const auto& incident : open) {
            if ((incident.severity() == "error") == errors) {
                shown.push_back(incidentRow(incident));
            }
        }
    }
    for (const auto& event : console_.alerts_) {
        if (!event.kind().starts_with("incident.")) {
            shown.push_back(alertRow(event));
        }
    }
    const std::size_t count = std::min(shown.size(), alertRows());
    const std::string more =
        static_cast<std::size_t>(open.size()) > count
            ? "  " + tr("{n} open: mcuctl incident list", {{"n", std::to_string(open.size())}})
            : std::string();
    if (count == 0) {
        rows.push_back({label(later("INCIDENTS")), {tr("none"), Mark::faint}});
    }
    for (std::size_t i = 0; i < count; ++i) {
        Row row{i == 0 ? label(later("INCIDENTS"))
                       : Span{std::string(kLabelColumns, ' '), Mark::plain}};
        row.insert(row.end(), shown[i].begin(), shown[i].end());
        rows.push_back(i + 1 == count && !more.empty()
                           ? spread(row, {{more, Mark::bad}}, size_.columns)
                           : row);
    }
}

Screen View::screen() {
    Rows rows;
    addHead(rows);
    addLost(rows);
    if (console_.news_) {
        addOnAir(rows);
        addRequests(rows);
        addOrders(rows);
        addMessages(rows);
        addScript(rows);
        addDeadlines(rows);
        addCounts(rows);
        addAlerts(rows);
    }
    const std::size_t foot = 2 + (console_.preview_ && console_.prompt_ ? 1 : 0);
    const std::size_t head = std::min(rows.size(), size_.rows > foot ? size_.rows - foot : 0);
    rows.resize(head);
    const std::size_t room = size_.rows > head + foot ? size_.rows - head - foot : 0;
    for (auto& row : middle(room)) {
        rows.push_back(std::move(row));
    }
    Screen screen;
    rows.resize(std::max<std::size_t>(size_.rows, foot) - foot);
    if (foot > 2) {
        rows.push_back(readBackRow());
    }
    rows.push_back(line(screen, rows.size()));
    rows.push_back(keys());
    rows.resize(size_.rows);
    for (const auto& row : rows) {
        screen.rows.push_back(fitted(row, size_.columns));
    }
    return screen;
}

}  // namespace mcu::cli::console

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/console.h"

#include <algorithm>
#include <utility>

#include "cli/clock_text.h"
#include "cli/outcome_text.h"
#include "cli/server_text.h"
#include "cli/text.h"

namespace mcu::cli::console {

namespace {

constexpr std::size_t kMostAlerts = 50;

conference::SiteRecord recordOf(const v1::SiteRecord& from) {
    conference::SiteRecord site;
    site.id = {from.id()};
    site.name = from.name();
    site.shortName = from.short_name();
    site.aliases.assign(from.aliases().begin(), from.aliases().end());
    site.level = from.level();
    return site;
}

/// Lines of an answer on one line.
std::string onOneLine(const std::string& text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == '\n' || c == ' ';
        if (!blank || (!line.empty() && line.back() != ' ')) {
            line += blank ? ' ' : c;
        }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

template <typename Reply>
std::string refusalOf(const Reply& reply, const std::string& language) {
    const std::string advice = serverText(reply.advice(), language);
    return "✗ " + onOneLine(serverText(reply.message(), language)) +
           (advice.empty() ? "" : "  → " + onOneLine(advice));
}

std::string failureText(const client::Failure& failure) {
    switch (failure.kind) {
        case client::Failure::Kind::timeout:
            return tr("the server did not answer in time");
        case client::Failure::Kind::notAllowed:
            return tr("the server does not let you in");
        case client::Failure::Kind::protocol:
            return tr("the server is of another version");
        default:
            return tr("the server is away: nothing was done");
    }
}

}  // namespace

void Console::learn(News news) {
    if (news.sites) {
        directory_ = {};
        sites_.clear();
        for (const auto& each : news.sites->sites()) {
            sites_.push_back(recordOf(each));
            (void)directory_.put(sites_.back());
        }
    }
    if (lost_) {
        say(tr("connected to the server again"), Mark::good, news.at);
        lost_.reset();
    }
    news_ = std::move(news);
    rememberProgramme();
}

void Console::learn(const Lost& lost) {
    if (!lost_) {
        lost_ = lost;
    }
}

void Console::learn(const v1::Event& event) {
    // The chair's calls have a row of their own.
    if (event.severity() == "info" || event.kind().starts_with("request.")) {
        return;
    }
    alerts_.push_front(event);
    if (alerts_.size() > kMostAlerts) {
        alerts_.pop_back();
    }
}

void Console::learn(const Answered& answered) {
    underWay_ -= underWay_ > 0 ? 1 : 0;
    if (const auto* failure = std::get_if<client::Failure>(&answered.answer)) {
        say("✗ " + answered.errand.label + ": " + failureText(*failure), Mark::bad, answered.at);
        return;
    }
    if (const auto* reply = std::get_if<v1::CommandReply>(&answered.answer)) {
        std::vector<std::string> names;
        for (const auto& id : reply->sites()) {
            names.push_back(nameOf(id));
        }
        const auto& request = std::get<v1::CommandRequest>(answered.errand.request);
        Globals plain = globals_;
        plain.colour = false;  // the screen has marks of its own
        reply->ok()
            ? say(onOneLine(outcomeText(request, *reply, names, plain)), Mark::good, answered.at)
            : say(refusalOf(*reply, globals_.language), Mark::bad, answered.at);
        return;
    }
    const auto& reply = std::get<v1::SessionReply>(answered.answer);
    reply.ok() ? say("✓ " + onOneLine(serverText(reply.message(), globals_.language)),
                     Mark::good,
                     answered.at)
               : say(refusalOf(reply, globals_.language), Mark::bad, answered.at);
}

void Console::rememberProgramme() {
    std::string panes;
    if (const auto* held = conference()) {
        for (const auto& view : held->views()) {
            for (const auto& pane : view.panes()) {
                panes += view.name() == "programme" ? pane.site() + "|" : "";
            }
        }
    }
    if (panes != programme_) {
        // Of what was on air before we looked, nobody told us since when.
        programmeSince_ = programme_.empty() ? std::nullopt : std::optional(news_->at.steady);
        programme_ = panes;
    }
}

void Console::say(const std::string& text, Mark mark, Moment now) {
    notice_ = Notice{text, mark, now.wall};
}

const v1::ConferenceStatus* Console::conference() const {
    if (!news_) {
        return nullptr;
    }
    const auto& all = news_->status.conferences();
    const std::string wanted = !globals_.conference.empty() ? globals_.conference
                               : news_->session             ? news_->session->conference()
                                                            : std::string();
    for (const auto& each : all) {
        if (each.id() == wanted) {
            return &each;
        }
    }
    return globals_.conference.empty() && all.size() == 1 ? &all[0] : nullptr;
}

std::string Console::conferenceId() const {
    const auto* held = conference();
    return held == nullptr ? globals_.conference : held->id();
}

const v1::Request* Console::openRequest() const {
    const v1::Request* newest = nullptr;
    for (const auto& each :
         news_ ? news_->requests.requests() : v1::RequestList::default_instance().requests()) {
        if (isOpen(each) && each.conference() == conferenceId() &&
            (newest == nullptr || each.number() > newest->number())) {
            newest = &each;
        }
    }
    return newest;
}

bool Console::hurried() const {
    return openRequest() != nullptr || underWay_ > 0 ||
           (news_ && std::any_of(news_->cascade.requests().begin(),
                                 news_->cascade.requests().end(),
                                 [](const auto& r) { return r.state() == "open"; }));
}

const v1::SiteStatus* Console::site(const std::string& id) const {
    if (const auto* held = conference()) {
        for (const auto& each : held->sites()) {
            if (each.id() == id) {
                return &each;
            }
        }
    }
    return nullptr;
}

std::string Console::nameOf(const std::string& id) const {
    const auto* known = directory_.find({id});
    const auto* here = site(id);
    const std::string name = known != nullptr  ? known->name
                             : here != nullptr ? here->name()
                                               : std::string();
    return name.empty() ? id : withoutNoun(name) + " (" + id + ")";
}

Errand Console::errand(v1::CommandRequest request, const std::string& label) const {
    request.mutable_actor()->set_name(globals_.actor);
    request.mutable_actor()->set_organisation(globals_.organisation);
    return {std::move(request), label};
}

Errand Console::errand(v1::SessionRequest request, const std::string& label) const {
    request.mutable_actor()->set_name(globals_.actor);
    request.mutable_actor()->set_organisation(globals_.organisation);
    request.set_session(globals_.sessionId.empty() && news_ && news_->session
                            ? news_->session->session()
                            : globals_.sessionId);
    return {std::move(request), label};
}

}  // namespace mcu::cli::console

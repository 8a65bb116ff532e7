// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/correspondence.h"

#include <chrono>
#include <utility>

namespace mcu::cli::console {

namespace {

using std::chrono::milliseconds;

constexpr auto kEvery = milliseconds(1000);
/// Events may come in hundreds a second; nobody reads that fast.
constexpr auto kSoonest = milliseconds(200);
/// The list of sites changes rarely.
constexpr int kLooksPerSiteList = 30;
constexpr std::size_t kMostErrands = 16;

Moment now() {
    return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
}

}  // namespace

Correspondence::Correspondence(client::Client client,
                               client::Client patient,
                               client::IncidentClient incidents,
                               const Globals& globals,
                               Inbox& inbox)
    : client_(std::move(client)),
      incidents_(std::move(incidents)),
      patient_(std::move(patient)),
      globals_(globals),
      inbox_(inbox) {
    asking_ = std::jthread([this](const std::stop_token& stop) { ask(stop); });
    following_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

Correspondence::~Correspondence() {
    asking_.request_stop();
    following_.request_stop();
    for (auto& carrier : carriers_) {
        carrier.thread.request_stop();
    }
}

void Correspondence::hasten() {
    const std::lock_guard lock(mutex_);
    hasty_ = true;
    changed_.notify_all();
}

bool Correspondence::pause(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, kSoonest, [] { return false; });
    changed_.wait_for(lock, stop, kEvery - kSoonest, [this] { return hasty_; });
    hasty_ = false;
    return !stop.stop_requested();
}

Tidings Correspondence::newsOfServer(bool withSites) const {
    News news;
    // Before it was asked: an age that came since would be shown too young.
    news.at = now();
    auto status = client_.status(globals_.conference);
    if (!status) {
        return Lost{status.error(), now()};
    }
    news.status = std::move(*status);
    // The rest may be missing, as at an older server.
    news.requests = client_.requests(globals_.conference).value_or(v1::RequestList());
    news.cascade = client_.cascade().value_or(v1::CascadeStatus());
    v1::IncidentQuery open;
    open.set_open_only(true);
    news.incidents = incidents_.list(open).value_or(v1::IncidentList());
    if (const auto session = client_.overview(globals_.sessionId)) {
        news.noSession = session->message();
        if (session->ok()) {
            news.session = session->overview();
        }
    }
    if (withSites) {
        if (auto sites = client_.sites()) {
            news.sites = std::move(*sites);
        }
    }
    return news;
}

void Correspondence::ask(const std::stop_token& stop) {
    int untilSites = 0;
    do {
        auto tidings = newsOfServer(untilSites == 0);
        const bool reached = std::holds_alternative<News>(tidings);
        untilSites = !reached ? 0 : untilSites == 0 ? kLooksPerSiteList : untilSites - 1;
        inbox_.put(std::move(tidings));
    } while (pause(stop));
}

void Correspondence::follow(const std::stop_token& stop) {
    client::Client::Watcher watcher;
    watcher.stop = stop;
    watcher.connected = [this] { hasten(); };
    watcher.event = [this](const v1::Event& event) {
        inbox_.put(event);
        hasten();
        return true;
    };
    while (!stop.stop_requested()) {
        if (!client_.watch(globals_.conference, watcher)) {
            return;
        }
        std::mutex alone;
        std::unique_lock lock(alone);
        std::condition_variable_any().wait_for(lock, stop, kEvery, [] { return false; });
    }
}

bool Correspondence::send(Errand errand) {
    carriers_.remove_if([](const Carrier& carrier) { return carrier.done->load(); });
    if (carriers_.size() >= kMostErrands) {
        return false;
    }
    auto& carrier = carriers_.emplace_back();
    carrier.thread = std::jthread(
        [this, done = carrier.done, errand = std::move(errand)](const std::stop_token& stop) {
            Answered answered{errand, client::Failure{}, {}};
            if (const auto* command = std::get_if<v1::CommandRequest>(&errand.request)) {
                auto reply = patient_.execute(*command, stop);
                if (reply) {
                    answered.answer = std::move(*reply);
                } else {
                    answered.answer = reply.error();
                }
            } else {
                auto reply = patient_.act(std::get<v1::SessionRequest>(errand.request));
                if (reply) {
                    answered.answer = std::move(*reply);
                } else {
                    answered.answer = reply.error();
                }
            }
            answered.at = now();
            inbox_.put(std::move(answered));
            hasten();
            *done = true;
        });
    return true;
}

}  // namespace mcu::cli::console

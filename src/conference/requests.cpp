// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/requests.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace mcu::conference {

namespace {

constexpr std::size_t kKept = 500;
constexpr auto kLimit = std::chrono::seconds(30);  // QĐ333 II.1.b6

double secondsBetween(SteadyTime from, SteadyTime to) {
    return std::chrono::duration<double>(to - from).count();
}

double secondsSince(const Request& request, const std::optional<SteadyTime>& instant) {
    return instant ? secondsBetween(request.asked, *instant) : -1;
}

std::string milliseconds(SteadyTime from, const std::optional<SteadyTime>& to) {
    const auto ms =
        to ? std::chrono::duration_cast<std::chrono::milliseconds>(*to - from).count() : -1;
    return std::to_string(ms);
}

std::string twoDecimals(double value) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

/// Its sound arrives and its microphone is open.
bool soundComesUp(const Conference& conference, const Site& site) {
    const auto* leg = conference.mediaLeg(site);
    const auto* audio = leg == nullptr ? nullptr : leg->stream(media::Kind::audio);
    if (audio == nullptr || !site.microphoneOn || !leg->audioUp || leg->audioLost) {
        return false;
    }
    return site.far ? site.far->soundCame : media::receives(audio->direction) && !leg->held();
}

bool soundGoesDown(const Site& site) {
    if (site.far) {
        return site.far->soundDown;
    }
    const auto* audio = site.up() ? site.call().stream(media::Kind::audio) : nullptr;
    return audio != nullptr && media::sends(audio->direction) && site.speakerOn &&
           !site.call().held();
}

}  // namespace

RequestStatus statusOf(const Request& request, const ConferenceId& conference, SteadyTime now) {
    RequestStatus status;
    status.number = request.number;
    status.conference = conference;
    status.site = request.site;
    status.actor = request.actor;
    status.askedAt = request.askedAt;
    status.ageSeconds = secondsBetween(request.asked, now);
    status.takenSeconds = secondsSince(request, request.taken);
    status.pictureSeconds = secondsSince(request, request.picture);
    status.soundUpSeconds = secondsSince(request, request.soundUp);
    status.soundDownSeconds = secondsSince(request, request.soundDown);
    status.twoWaySeconds = secondsSince(request, request.twoWay);
    status.state = request.state();
    status.reason = request.reason;
    status.implicit = request.implicit;
    status.confirmedByHand = request.confirmedByHand;
    const auto end = request.twoWay.value_or(now);
    status.late = !request.cancelled && end - request.asked > kLimit;
    return status;
}

Request* Requests::newestOpen(Conference& conference, const SiteId& site) {
    const auto found = std::find_if(
        conference.requests.rbegin(), conference.requests.rend(), [&](const Request& request) {
            return request.open() && (!site || request.site == site);
        });
    return found == conference.requests.rend() ? nullptr : &*found;
}

Request& Requests::ask(Conference& conference, const SiteId& site, const Actor& actor) {
    if (auto* open = newestOpen(conference, site)) {
        return *open;
    }
    Request request;
    request.number = ++domain_.lastRequest;
    request.site = site;
    request.actor = actor.name;
    request.asked = domain_.now();
    request.askedAt = domain_.loop.clock().wallNow();
    conference.requests.push_back(std::move(request));
    if (conference.requests.size() > kKept) {
        conference.requests.pop_front();
    }
    return conference.requests.back();
}

std::uint64_t Requests::onTake(Conference& conference, const SiteId& site, const Actor& actor) {
    const bool asked = newestOpen(conference, site) != nullptr;
    auto& request = ask(conference, site, actor);
    request.implicit = request.implicit || !asked;
    if (!request.taken) {
        request.taken = domain_.now();
    }
    return request.number;
}

void Requests::onPicture(Conference& conference, std::uint64_t number) {
    for (auto& request : conference.requests) {
        if (request.number == number && request.open() && !request.picture) {
            request.picture = domain_.now();
        }
    }
    check(conference);
}

void Requests::check(Conference& conference) {
    for (auto& request : conference.requests) {
        const auto* site =
            request.open() && request.taken ? conference.find(request.site) : nullptr;
        if (site == nullptr) {
            continue;
        }
        if (!request.soundUp && soundComesUp(conference, *site)) {
            request.soundUp = domain_.now();
        }
        if (!request.soundDown && soundGoesDown(*site)) {
            request.soundDown = domain_.now();
        }
        if (request.picture && request.soundUp && request.soundDown) {
            complete(conference, request);
        }
    }
}

void Requests::complete(Conference& conference, Request& request) {
    request.twoWay = domain_.now();
    const auto status = statusOf(request, conference.id(), domain_.now());
    const auto sinceTake = secondsBetween(*request.taken, *request.twoWay);
    const auto text = "TWO-WAY UP " + domain_.describe(request.site) + ": " +
                      twoDecimals(status.twoWaySeconds) + " s after the request, " +
                      twoDecimals(sinceTake) + " s after the take" +
                      (request.confirmedByHand ? ", confirmed by hand" : "");
    domain_.emit(conference,
                 request.site,
                 "take.two-way-up",
                 text,
                 status.late ? "warning" : "info",
                 nullptr,
                 {{"request", std::to_string(request.number)},
                  {"sinceRequestMs", milliseconds(request.asked, request.twoWay)},
                  {"sinceTakeMs", milliseconds(*request.taken, request.twoWay)},
                  {"pictureMs", milliseconds(*request.taken, request.picture)},
                  {"soundUpMs", milliseconds(*request.taken, request.soundUp)},
                  {"soundDownMs", milliseconds(*request.taken, request.soundDown)}});
    domain_.saveRequest(conference, request);
    domain_.tellProgramme(conference);
}

Result<Request*> Requests::cancel(Conference& conference,
                                  const SiteId& site,
                                  const std::string& reason) {
    auto* request = newestOpen(conference, site);
    if (request == nullptr) {
        return Error(ErrorCode::notFound,
                     site ? "there is no open request for " + domain_.describe(site)
                          : std::string("there is no open request"),
                     {},
                     "request.none");
    }
    request->cancelled = true;
    request->reason = reason;
    return request;
}

Result<Request*> Requests::confirm(Conference& conference, const SiteId& site) {
    auto* request = newestOpen(conference, site);
    if (request == nullptr || !request->taken) {
        return Error(ErrorCode::notFound,
                     "nothing waits to be confirmed" +
                         (site ? " for " + domain_.describe(site) : std::string()),
                     "show the site first",
                     "request.none");
    }
    const auto now = domain_.now();
    for (auto* instant : {&request->picture, &request->soundUp, &request->soundDown}) {
        if (!*instant) {
            *instant = now;
        }
    }
    request->confirmedByHand = true;
    complete(conference, *request);
    return request;
}

void Requests::markByHand(Conference& conference, const SiteId& site) {
    if (auto* request = newestOpen(conference, site)) {
        request->confirmedByHand = true;
    }
}

void Requests::tick(Conference& conference) {
    for (auto& request : conference.requests) {
        if (request.open()) {
            alarm(conference, request);
        }
    }
}

void Requests::alarm(Conference& conference, Request& request) {
    struct Alarm {
        std::chrono::seconds after;
        const char* kind;
        const char* severity;
    };

    static constexpr std::array<Alarm, 3> kAlarms = {
        Alarm{std::chrono::seconds(10), "request.amber", "info"},
        Alarm{std::chrono::seconds(20), "request.red", "warning"},
        Alarm{kLimit, "request.breach", "error"}};
    while (request.alarms < static_cast<int>(kAlarms.size())) {
        const auto& alarm = kAlarms.at(static_cast<std::size_t>(request.alarms));
        if (domain_.now() - request.asked < alarm.after) {
            return;
        }
        ++request.alarms;
        domain_.emit(conference,
                     request.site,
                     alarm.kind,
                     "R-" + std::to_string(request.number) + " " + domain_.describe(request.site) +
                         ": " + std::to_string(alarm.after.count()) +
                         " s since the chair asked, state " + request.state(),
                     alarm.severity,
                     nullptr,
                     {{"request", std::to_string(request.number)}});
    }
}

std::vector<RequestStatus> Requests::list(const Conference& conference) const {
    std::vector<RequestStatus> result;
    for (auto it = conference.requests.rbegin(); it != conference.requests.rend(); ++it) {
        auto status = statusOf(*it, conference.id(), domain_.now());
        status.siteName = domain_.describe(it->site);
        if (const auto site = conference.sites.find(it->site);
            site != conference.sites.end() && site->second.far) {
            status.owner = site->second.far->told.owner;
        }
        result.push_back(std::move(status));
    }
    return result;
}

std::vector<RequestState> Requests::states(const Conference& conference, const Domain& domain) {
    constexpr auto kRecent = std::chrono::minutes(2);
    std::vector<RequestState> result;
    for (const auto& request : conference.requests) {
        if (request.open() || domain.now() - request.asked < kRecent) {
            result.push_back({request.number,
                              request.site,
                              domain.describe(request.site),
                              request.state(),
                              request.askedAt});
        }
    }
    return result;
}

}  // namespace mcu::conference

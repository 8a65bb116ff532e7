// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/examiner.h"

#include <algorithm>
#include <type_traits>

namespace mcu::conference {

namespace {

using media::Kind;

/// Small and slow enough for many rooms at a time.
const ClassLimits kTestPicture{640, 360, 15, {512, 256}};
constexpr int kTicksPerStep = 3;  // 0.6 s
const char* const kTestText = "KIỂM TRA";

double milliseconds(Duration value) {
    return std::chrono::duration<double, std::milli>(value).count();
}

bool isUp(const Site& site) {
    return site.up() && site.call().session && site.call().media && !site.call().held();
}

/// Sites a command shows or whose calls it changes; all: it is about every site.
struct Touched {
    std::vector<SiteWord> sites;
    bool all = false;
};

Touched touchedBy(const Command& command) {
    return std::visit(
        [](const auto& each) -> Touched {
            using Given = std::decay_t<decltype(each)>;
            if constexpr (std::is_same_v<Given, SetLayout> || std::is_same_v<Given, Poll>) {
                return {each.sites, false};
            } else if constexpr (std::is_same_v<Given, HangUpSites>) {
                return {each.sites, each.all};
            } else if constexpr (std::is_same_v<Given, Show> || std::is_same_v<Given, Broadcast> ||
                                 std::is_same_v<Given, ChairLook> ||
                                 std::is_same_v<Given, Precue> ||
                                 std::is_same_v<Given, RequestSite> ||
                                 std::is_same_v<Given, RemoveSite>) {
                return {{each.site}, false};
            } else if constexpr (std::is_same_v<Given, CloseConference>) {
                return {{}, true};
            } else {
                return {};
            }
        },
        command);
}

/// Somebody wants it seen; one that merely fills a free pane gives it to the next.
bool isChosen(const Conference& conference, const SiteId& site) {
    const auto& fixed = conference.programme.fixed;
    return conference.shown == site || conference.broadcast == site ||
           conference.chairLook == site || conference.programme.lead == site ||
           (conference.take && conference.take->site == site) ||
           std::ranges::find(fixed, site) != fixed.end();
}

ConferenceId conferenceOf(const Command& command) {
    return std::visit(
        [](const auto& each) -> ConferenceId {
            if constexpr (requires { each.conference.value; }) {
                return each.conference;
            } else {
                return {};
            }
        },
        command);
}

}  // namespace

Status Examiner::mayExamine(const Conference& conference, const Site& site) const {
    const std::string name = domain_.describe(site.id);
    if (site.far) {
        return Error(ErrorCode::refused,
                     name + " is a room of " + site.far->told.owner.value,
                     "check it there",
                     "check.far");
    }
    if (isChosen(conference, site.id)) {
        return Error(ErrorCode::refused,
                     name + " is on air: it is not checked now",
                     "check it when something else is shown",
                     "check.on-air");
    }
    if (runs_.contains({conference.id(), site.id})) {
        return Error(ErrorCode::alreadyExists, name + " is being checked", {}, "check.running");
    }
    return {};
}

void Examiner::start(const Actor& actor, const Examine& command, Service::Examined done) {
    auto found = domain_.require(command.conference);
    auto site = found ? domain_.requireSite(**found, command.site) : Result<Site*>(found.error());
    if (!site) {
        done(site.error());
        return;
    }
    auto& conference = **found;
    if (auto may = mayExamine(conference, **site); !may) {
        done(may.error());
        return;
    }
    Run run;
    run.command = command;
    run.actor = actor;
    run.result.site = (*site)->id;
    run.done = std::move(done);
    run.begun = domain_.now();
    if (!(*site)->leg) {
        run.result.called = true;
        if (auto dialled = calls_.dial(conference, **site); !dialled) {
            run.result.cause = dialled.error().message;
            run.done(std::move(run.result));
            return;
        }
    }
    domain_.emit(conference,
                 (*site)->id,
                 "check.started",
                 "checking " + domain_.describe((*site)->id),
                 "info",
                 &actor);
    const Key key{conference.id(), (*site)->id};
    follow(key, runs_.emplace(key, std::move(run)).first->second);
}

void Examiner::tick() {
    std::vector<Key> keys;
    keys.reserve(runs_.size());
    for (const auto& [key, run] : runs_) {
        keys.push_back(key);
    }
    for (const auto& key : keys) {
        if (const auto found = runs_.find(key); found != runs_.end()) {
            follow(key, found->second);
        }
    }
}

void Examiner::follow(const Key& key, Run& run) {
    Conference* conference = nullptr;
    auto* site = domain_.find({key.first, key.second}, &conference);
    if (site == nullptr) {
        finish(key, "it was removed from the conference");
        return;
    }
    if (run.media && (!isUp(*site) || site->call().serial != run.leg)) {
        finish(key, site->cause.empty() ? "the call ended" : site->cause);
        return;
    }
    if (!run.media) {
        const bool over = !site->leg && site->state != SiteState::dialling;
        if (isUp(*site)) {
            connect(run, *conference, *site);
        } else if (over || domain_.now() - run.begun > run.command.callTimeout) {
            finish(key, over && !site->cause.empty() ? site->cause : "no answer");
        }
        return;
    }
    measure(run);
    const auto since = domain_.now() - run.measured;
    if (since >= run.command.duration &&
        !(waitsForPicture(run) && since < 2 * run.command.duration)) {
        finish(key, "");
    }
}

/// Packets come and no picture could be made of them: before that is said of a room, it is asked
/// for as long again. A machine under load needs more than one keyframe until a decoder runs.
bool Examiner::waitsForPicture(const Run& run) {
    return run.result.picture.packetsIn > 0 && !run.result.pictureCame;
}

/// The call is up: from now on its media are ours.
void Examiner::connect(Run& run, Conference& conference, Site& site) {
    const auto& leg = site.call();
    run.leg = leg.serial;
    run.session = leg.session;
    run.measured = domain_.now();
    run.result.connected = true;
    run.result.connectSeconds =
        run.result.called ? milliseconds(run.measured - run.begun) / 1000 : 0;
    run.result.remoteAddress = leg.remoteAddress;
    run.result.protocol =
        leg.endpoint != nullptr && leg.endpoint->protocol() == call::Protocol::h323 ? "H.323"
                                                                                    : "SIP";
    for (const auto kind : {Kind::audio, Kind::video}) {
        if (const auto* stream = leg.stream(kind)) {
            auto& figures = kind == Kind::audio ? run.result.sound : run.result.picture;
            figures.agreed = true;
            figures.codec = std::string(media::nameOf(stream->send.codec));
        }
    }
    conference.examined.insert(site.id);
    domain_.refresh(conference);
    run.media = std::make_unique<ExaminerMedia>(domain_.planes, run.session);
    run.media->open(*leg.media, testClass(site));
    run.media->step(kTestText);
}

ClassKey Examiner::testClass(const Site& site) const {
    const auto* video = site.call().stream(Kind::video);
    if (video == nullptr) {
        return {};
    }
    const std::uint32_t most = video->maxKbps == 0 ? 512 : std::min(512U, video->maxKbps);
    return classOf(site.id, video->send, most, false, kTestPicture);
}

void Examiner::measure(Run& run) {
    if (++run.steps % kTicksPerStep == 0) {
        run.media->step(kTestText);
        if (waitsForPicture(run)) {
            domain_.planes.transport->requestKeyframe(run.session);
        }
    }
    auto& result = run.result;
    const double since = milliseconds(domain_.now() - run.measured);
    if (const auto picture = run.media->picture(); picture && picture->framesDecoded > 0) {
        if (!result.pictureCame) {
            run.pictureSince = since;
            run.framesBefore = picture->framesDecoded;
        }
        result.pictureCame = true;
        result.width = picture->width;
        result.height = picture->height;
        if (since > run.pictureSince + 500) {
            result.framesPerSecond =
                static_cast<double>(picture->framesDecoded - run.framesBefore) * 1000 /
                (since - run.pictureSince);
        }
        if (picture->look) {
            result.brightness = picture->look->brightness;
            result.contrast = picture->look->contrast;
            result.stillMs = std::max({result.stillMs, picture->look->stillMs, picture->ageMs});
        }
        if (picture->loopDelayMs >= 0) {
            result.loopDelayMs = picture->loopDelayMs;
        }
    }
    if (const auto sound = run.media->sound()) {
        result.loudestDbfs = std::max(result.loudestDbfs, sound->levelDbfs);
        if (sound->echo) {
            result.echoDelayMs = sound->echo->delayMs;
            result.echoLevelDb = sound->echo->levelDb;
        }
    }
}

void Examiner::note(const std::vector<media::SessionStats>& figures) {
    for (auto& [key, run] : runs_) {
        if (!run.media) {
            continue;
        }
        for (const auto& session : figures) {
            if (session.session != run.session) {
                continue;
            }
            for (const auto& now : session.streams) {
                auto& stream = now.kind == Kind::audio ? run.result.sound : run.result.picture;
                const auto& first = run.first.try_emplace(now.kind, now).first->second;
                stream.packetsIn = now.received.packets - first.received.packets;
                stream.packetsOut = now.sent.packets - first.sent.packets;
                const auto lost = now.received.lost > first.received.lost
                                      ? now.received.lost - first.received.lost
                                      : 0;
                const auto due = stream.packetsIn + lost;
                stream.lossInPercent =
                    due == 0 ? 0 : 100.0 * static_cast<double>(lost) / static_cast<double>(due);
                stream.lossOutPercent = std::max(stream.lossOutPercent, now.sent.lossPercent);
                stream.kbpsIn = std::max(stream.kbpsIn, now.received.kbps);
                stream.jitterMs = std::max(stream.jitterMs, now.received.jitterMs);
                stream.roundTripMs = now.roundTripMs;
                stream.secured = now.secured;
            }
        }
    }
}

/// Gives the call back to the conference.
void Examiner::letGo(const Key& key, Run& run) {
    Conference* conference = nullptr;
    auto* site = domain_.find({key.first, key.second}, &conference);
    const bool up = site != nullptr && isUp(*site) && site->call().serial == run.leg;
    if (run.media) {
        run.media->close(up);
    }
    if (conference == nullptr) {
        return;
    }
    conference->examined.erase(key.second);
    if (site != nullptr && run.result.called && !site->wanted && site->leg) {
        calls_.hangUp(*conference, *site, {call::CauseCode::normal, 0, "checked", false});
    }
    domain_.refresh(*conference);
}

void Examiner::finish(const Key& key, const std::string& why) {
    auto node = runs_.extract(key);
    Run& run = node.mapped();
    run.result.cause = why;
    letGo(key, run);
    if (auto* conference = domain_.find(key.first)) {
        domain_.emit(
            *conference,
            key.second,
            "check.measured",
            domain_.describe(key.second) + " is measured" + (why.empty() ? "" : ": " + why),
            "info",
            &run.actor);
    }
    run.done(std::move(run.result));
}

void Examiner::giveWay(const Command& command) {
    if (runs_.empty()) {
        return;
    }
    auto* conference = domain_.find(conferenceOf(command));
    if (conference == nullptr) {
        return;
    }
    const auto touched = touchedBy(command);
    std::vector<SiteId> sites;
    for (const auto& [key, run] : runs_) {
        if (touched.all && key.first == conference->id()) {
            sites.push_back(key.second);
        }
    }
    for (const auto& word : touched.sites) {
        if (const auto id =
                word.empty() ? Result<SiteId>(SiteId{}) : domain_.directory.resolve(word);
            id && *id) {
            sites.push_back(*id);
        }
    }
    for (const auto& site : sites) {
        giveWay(*conference, site);
    }
}

void Examiner::giveWay(Conference& conference, const SiteId& site) {
    const auto found = runs_.find({conference.id(), site});
    if (found == runs_.end()) {
        return;
    }
    // The call stays: whoever interrupts wants the room.
    found->second.result.called = false;
    finish(found->first, "interrupted: the room was needed");
}

void Examiner::stopAll(const std::string& why) {
    while (!runs_.empty()) {
        const Key key = runs_.begin()->first;
        finish(key, why);
    }
}

bool Examiner::onKeyframeWanted(FeedId feed) {
    return std::ranges::any_of(runs_, [&](auto& entry) {
        return entry.second.media && entry.second.media->onKeyframeWanted(feed);
    });
}

bool Examiner::onKeyframeNeeded(SourceId source) {
    return std::ranges::any_of(runs_, [&](auto& entry) {
        return entry.second.media && entry.second.media->onKeyframeNeeded(source);
    });
}

}  // namespace mcu::conference

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>
#include <memory>

#include "base/fold.h"
#include "conference/commands.h"

namespace mcu::conference {

namespace {

constexpr std::size_t kLongestId = 64;

Status checkSpec(const CreateConference& command, const LayoutBook& layouts) {
    const auto& id = command.conference.value;
    const auto allowed = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
    };
    if (id.empty() || id.size() > kLongestId || !std::all_of(id.begin(), id.end(), allowed)) {
        return Error(ErrorCode::invalidArgument,
                     "\"" + id + "\" cannot be a conference id",
                     "use 1 to 64 letters, digits, dots, hyphens and underscores",
                     "conference.bad-id");
    }
    if (layouts.find(command.layout) == nullptr) {
        return Error(ErrorCode::notFound,
                     "no layout \"" + command.layout + "\"",
                     "list the layouts",
                     "layout.unknown");
    }
    const bool sizeOk = command.width >= 160 && command.width <= 1920 && command.height >= 90 &&
                        command.height <= 1080 && command.width % 2 == 0 && command.height % 2 == 0;
    if (!sizeOk || command.framesPerSecond < 1 || command.framesPerSecond > 30) {
        return Error(ErrorCode::invalidArgument,
                     "a picture of " + std::to_string(command.width) + "x" +
                         std::to_string(command.height) + " at " +
                         std::to_string(command.framesPerSecond) + " per second cannot be made",
                     "use an even size from 160x90 to 1920x1080 and 1 to 30 pictures a second",
                     "conference.bad-size");
    }
    return {};
}

}  // namespace

void CommandHandler::emitFor(Conference& conference,
                             const std::string& kind,
                             const Outcome& outcome) {
    const SiteId site = outcome.sites.size() == 1 ? outcome.sites.front() : SiteId{};
    domain_.emit(conference, site, kind, outcome.message, "info", &actor_);
}

void CommandHandler::succeed(Conference& conference, const std::string& kind, Outcome outcome) {
    domain_.refresh(conference);
    emitFor(conference, kind, outcome);
    domain_.save(conference, [done = done_, outcome = std::move(outcome)](const Status& saved) {
        if (saved) {
            done(outcome);
        } else {
            done(saved.error().in("done, but not written down"));
        }
    });
}

Result<std::vector<SiteId>> CommandHandler::resolveAll(const std::vector<SiteWord>& words) const {
    std::vector<SiteId> result;
    for (const auto& word : words) {
        auto id = domain_.directory.resolve(word);
        if (!id) {
            return id.error();
        }
        if (std::find(result.begin(), result.end(), *id) == result.end()) {
            result.push_back(*id);
        }
    }
    return result;
}

std::string CommandHandler::namesOf(const std::vector<SiteId>& sites) const {
    constexpr std::size_t kMost = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(sites.size(), kMost); ++i) {
        text += (i == 0 ? "" : "; ") + domain_.describe(sites[i]);
    }
    if (sites.size() > kMost) {
        text += "; and " + std::to_string(sites.size() - kMost) + " more";
    }
    return text;
}

void CommandHandler::operator()(const CreateConference& command) {
    if (auto checked = checkSpec(command, domain_.layouts); !checked) {
        fail(checked.error());
        return;
    }
    if (domain_.find(command.conference) != nullptr) {
        fail({ErrorCode::alreadyExists,
              "conference " + command.conference.value + " exists already",
              "choose another id",
              "conference.exists"});
        return;
    }
    const auto sites = resolveAll(command.sites);
    if (!sites) {
        fail(sites.error());
        return;
    }
    SiteId chair;
    if (!command.chair.empty()) {
        const auto found = domain_.directory.resolve(command.chair);
        if (!found) {
            fail(found.error());
            return;
        }
        chair = *found;
    }
    auto made = std::make_unique<Conference>(
        command, domain_.planes, domain_.loop.clock(), domain_.settings.decoderLinger);
    auto& conference = *made;
    conference.spec.chair.clear();
    conference.spec.title = toNfc(command.title);
    domain_.conferences.emplace(command.conference, std::move(made));
    for (const auto& site : *sites) {
        invite(conference, site, {});
    }
    if (chair) {
        invite(conference, chair, {});
        conference.chair = chair;
    }
    Outcome outcome;
    outcome.message = "conference " + command.conference.value + " is made, with " +
                      std::to_string(conference.order.size()) + " sites";
    outcome.sites = conference.order;
    succeed(conference, "conference.created", std::move(outcome));
}

void CommandHandler::operator()(const CloseConference& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    auto& conference = **found;
    conference.closing = true;
    verbs_.takes.abandon(conference, "the conference was closed");
    while (!conference.polls.empty()) {
        verbs_.polls.stop(conference, conference.polls.begin()->first);
    }
    for (auto& [id, site] : conference.sites) {
        verbs_.calls.hangUp(
            conference, site, {call::CauseCode::normal, 0, "the conference was closed", false});
    }
    Outcome outcome;
    outcome.message = "conference " + command.conference.value + " is closed";
    emitFor(conference, "conference.closed", outcome);
    conference.pictures.apply({}, {});
    conference.sounds.apply({}, {}, {});
    domain_.conferences.erase(command.conference);
    domain_.journal.eraseConference(command.conference,
                                    [done = done_, outcome](const Status& saved) {
                                        if (saved) {
                                            done(outcome);
                                        } else {
                                            done(saved.error().in("closed, but not written down"));
                                        }
                                    });
}

void CommandHandler::operator()(const LockConference& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    (*found)->locked = command.locked;
    Outcome outcome;
    outcome.message =
        "conference " + command.conference.value + (command.locked ? " is locked" : " is unlocked");
    succeed(
        **found, command.locked ? "conference.locked" : "conference.unlocked", std::move(outcome));
}

void CommandHandler::operator()(const SetVoiceSwitching& command) {
    auto found = domain_.require(command.conference);
    if (!found) {
        fail(found.error());
        return;
    }
    if (command.holdTime < std::chrono::milliseconds(200) ||
        command.holdTime > std::chrono::minutes(1)) {
        fail({ErrorCode::invalidArgument,
              "a hold time of " + std::to_string(command.holdTime.count()) + " ms is not usable",
              "use 200 ms to 60 s",
              "voice.bad-hold"});
        return;
    }
    verbs_.voice.set(**found, command.on, command.holdTime);
    Outcome outcome;
    outcome.message = std::string("voice switching is ") + (command.on ? "on" : "off") + " in " +
                      command.conference.value;
    succeed(**found, command.on ? "voice.on" : "voice.off", std::move(outcome));
}

}  // namespace mcu::conference

// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/commands.h"

namespace mcu::conference {

namespace {

constexpr float kQuietest = -60;
constexpr float kLoudest = 20;

bool& switchOf(Site& site, Channel channel) {
    switch (channel) {
        case Channel::microphone:
            return site.microphoneOn;
        case Channel::speaker:
            return site.speakerOn;
        case Channel::camera:
            break;
    }
    return site.cameraOn;
}

std::string wordFor(Channel channel) {
    switch (channel) {
        case Channel::microphone:
            return "microphone";
        case Channel::speaker:
            return "speaker";
        case Channel::camera:
            break;
    }
    return "camera";
}

}  // namespace

void CommandHandler::operator()(const SetChannel& command) {
    auto found = domain_.require(command.conference);
    auto sites = found ? sitesOf(**found, command.sites, command.all)
                       : Result<std::vector<Site*>>(found.error());
    if (!sites) {
        fail(sites.error());
        return;
    }
    auto& conference = **found;
    Outcome outcome;
    for (auto* site : *sites) {
        switchOf(*site, command.channel) = command.on;
        outcome.sites.push_back(site->id);
        // What the operator sets by hand while a take is under way holds.
        if (command.channel == Channel::microphone && conference.take &&
            (conference.take->site == site->id || conference.take->before == site->id)) {
            conference.take->keepMicrophones = true;
        }
    }
    outcome.message =
        wordFor(command.channel) + (command.on ? " on: " : " off: ") + namesOf(outcome.sites);
    succeed(conference,
            "sites." + wordFor(command.channel) + (command.on ? "-on" : "-off"),
            std::move(outcome));
}

void CommandHandler::operator()(const SetVolume& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? domain_.requireSite(**found, command.site) : Result<Site*>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    if (!(command.decibel >= kQuietest && command.decibel <= kLoudest)) {
        fail({ErrorCode::invalidArgument,
              "the volume must be from -60 to +20 dB",
              {},
              "site.bad-volume"});
        return;
    }
    (*site)->volumeDb = command.decibel;
    Outcome outcome;
    outcome.message = "volume " + std::to_string(static_cast<int>(command.decibel)) +
                      " dB: " + domain_.describe((*site)->id);
    outcome.sites = {(*site)->id};
    succeed(**found, "site.volume", std::move(outcome));
}

void CommandHandler::operator()(const SetChair& command) {
    auto found = domain_.require(command.conference);
    auto site = found ? siteOrNone(**found, command.site) : Result<SiteId>(found.error());
    if (!site) {
        fail(site.error());
        return;
    }
    (*found)->chair = *site;
    Outcome outcome;
    outcome.message = *site ? "the chair is " + domain_.describe(*site) : "there is no chair";
    if (*site) {
        outcome.sites = {*site};
    }
    succeed(**found, "chair.changed", std::move(outcome));
}

}  // namespace mcu::conference

// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/voice_switch.h"

namespace mcu::conference {

namespace {

/// The loudest of those who speak.
SiteId loudest(const std::map<SiteId, media::TalkerLevel>& levels) {
    SiteId result;
    float level = -1000;
    for (const auto& [site, figures] : levels) {
        if (figures.speaking && figures.levelDbfs > level) {
            result = site;
            level = figures.levelDbfs;
        }
    }
    return result;
}

}  // namespace

void VoiceSwitch::set(Conference& conference, bool on, std::chrono::milliseconds hold) {
    conference.voice = {};
    conference.voice.on = on;
    conference.voice.hold = hold;
    if (!on && conference.programme.reason == "voice") {
        lead(conference, {});
    }
}

void VoiceSwitch::lead(Conference& conference, const SiteId& site) {
    conference.programme.lead = site;
    conference.programme.reason = site ? "voice" : "operator";
    domain_.refresh(conference);
}

void VoiceSwitch::tick(Conference& conference) {
    auto& voice = conference.voice;
    if (!voice.on || conference.take || conference.polls.contains(kProgramme)) {
        return;
    }
    const auto now = domain_.now();
    const auto speaker = loudest(conference.sounds.levels());
    if (speaker != voice.candidate) {
        voice.candidate = speaker;
        voice.candidateSince = now;
    }
    const bool stayedLongEnough = !voice.speaker || now - voice.since >= voice.hold;
    const bool spokeLongEnough = now - voice.candidateSince >= voice.hold / 2;
    if (speaker && speaker != voice.speaker && stayedLongEnough && spokeLongEnough) {
        voice.speaker = speaker;
        voice.since = now;
        domain_.emit(conference, speaker, "voice.switched", domain_.describe(speaker) + " speaks");
        lead(conference, speaker);
    }
}

}  // namespace mcu::conference

// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/conference_service.h"
#include "conference/parts.h"

// What calls and media report, handed to the part that is about it.

namespace mcu::conference {

void ConferenceService::onIncoming(const call::IncomingCall& call) {
    domain_->loop.role().assertHere();
    parts_->calls.onIncoming(call);
}

void ConferenceService::onRinging(CallId call) {
    parts_->calls.onRinging(call);
}

void ConferenceService::onMedia(CallId call, const media::AgreedMedia& media) {
    if (!parts_->prober.onMedia(call, media)) {
        parts_->calls.onMedia(call, media);
    }
}

void ConferenceService::onConnected(CallId call, const std::string& remoteProduct) {
    if (!parts_->prober.onConnected(call, remoteProduct)) {
        parts_->calls.onConnected(call, remoteProduct);
    }
}

void ConferenceService::onFastUpdate(CallId call) {
    parts_->calls.onFastUpdate(call);
}

void ConferenceService::onPeer(CallId call, const call::PeerDescription& peer) {
    if (!parts_->prober.onPeer(call, peer)) {
        parts_->calls.onPeer(call, peer);
    }
}

void ConferenceService::onUserInput(CallId call, const std::string& keys) {
    parts_->calls.onUserInput(call, keys);
}

void ConferenceService::onKey(SessionId session, char key) {
    parts_->calls.onKey(session, key);
}

void ConferenceService::onEnded(CallId call, const call::HangupCause& cause) {
    if (!parts_->prober.onEnded(call, cause)) {
        parts_->calls.onEnded(call, cause);
    }
}

void ConferenceService::onRegistered(const std::string& user,
                                     const std::string& contact,
                                     Duration expires) {
    parts_->calls.onRegistered(user, contact, expires);
}

void ConferenceService::onStreamUp(SessionId session, media::Kind kind) {
    if (!parts_->prober.onStreamUp(session, kind)) {
        parts_->calls.onStreamUp(session, kind);
    }
}

void ConferenceService::onMediaTimeout(SessionId session, media::Kind kind) {
    parts_->calls.onMediaTimeout(session, kind);
}

void ConferenceService::onSecured(SessionId session, media::Kind kind, const std::string& suite) {
    const auto place = domain_->sessions.find(session);
    if (place == domain_->sessions.end()) {
        return;
    }
    Conference* conference = nullptr;
    if (domain_->find(place->second, &conference) != nullptr) {
        domain_->emit(*conference,
                      place->second.site,
                      "site.secured",
                      domain_->describe(place->second.site) +
                          (kind == media::Kind::audio ? " sound: " : " picture: ") + suite);
    }
}

void ConferenceService::onSecurityFailed(SessionId session,
                                         media::Kind /*kind*/,
                                         const Error& error) {
    parts_->calls.onSecurityFailed(session, error);
}

void ConferenceService::onKeyframeWanted(FeedId feed) {
    if (parts_->examiner.onKeyframeWanted(feed)) {
        return;
    }
    for (auto& [id, conference] : domain_->conferences) {
        if (conference->pictures.onKeyframeWanted(feed)) {
            return;
        }
    }
}

void ConferenceService::onFastUpdateBySignalling(SessionId session) {
    parts_->calls.onFastUpdateBySignalling(session);
}

void ConferenceService::onSubscribed(SessionId session,
                                     media::Kind kind,
                                     FeedId feed,
                                     SteadyTime /*at*/) {
    if (kind != media::Kind::video) {
        return;
    }
    for (auto& [id, conference] : domain_->conferences) {
        if (conference->pictures.onSubscribed(session, feed)) {
            moveOn(*conference);
            return;
        }
    }
}

void ConferenceService::setFrozen(SourceId source, bool frozen) {
    for (auto& [id, conference] : domain_->conferences) {
        const auto* siteId = conference->pictures.siteOf(source);
        if (siteId == nullptr) {
            continue;
        }
        conference->pictures.setWarm(source, !frozen);
        domain_->loop.post([this, known = id] {
            if (auto* changed = domain_->find(known)) {
                moveOn(*changed);
            }
        });
        auto* site = conference->find(*siteId);
        auto* leg = site == nullptr ? nullptr : conference->mediaLeg(*site);
        if (leg == nullptr || !conference->pictures.isFed(*siteId) ||
            (site->far && !site->far->carrier)) {
            return;
        }
        if (frozen && !leg->frozen) {
            leg->frozen = domain_->now();
            domain_->emit(*conference,
                          site->id,
                          "site.frozen",
                          "the picture of " + domain_->describe(site->id) + " stands still",
                          "warning");
            domain_->refreshSoon(*conference);
        } else if (!frozen && leg->frozen) {
            leg->frozen.reset();
            domain_->emit(*conference,
                          site->id,
                          "site.moving",
                          "the picture of " + domain_->describe(site->id) + " moves again");
            domain_->refreshSoon(*conference);
        }
        return;
    }
}

void ConferenceService::onSourceUp(SourceId source) {
    setFrozen(source, false);
}

void ConferenceService::onSourceStalled(SourceId source) {
    setFrozen(source, true);
}

void ConferenceService::onKeyframeNeeded(SourceId source) {
    if (parts_->examiner.onKeyframeNeeded(source)) {
        return;
    }
    for (auto& [id, conference] : domain_->conferences) {
        if (conference->pictures.onKeyframeNeeded(source)) {
            return;
        }
    }
}

void ConferenceService::onCut(ViewId view, std::uint64_t takeId, SteadyTime /*at*/) {
    for (auto& [id, conference] : domain_->conferences) {
        if (conference->pictures.onCut(view, takeId)) {
            moveOn(*conference);
            return;
        }
    }
}

}  // namespace mcu::conference

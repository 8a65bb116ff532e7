// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "conference/calls.h"
#include "conference/placement.h"

// Incoming calls, and what both kinds of call report.

namespace mcu::conference {

void Calls::refuse(const call::IncomingCall& call, const call::HangupCause& cause) {
    if (auto* endpoint = endpointOf(call.protocol, call.line)) {
        endpoint->reject(call.id, cause);
    }
    ++domain_.counters["conference.callsRefused"];
    Event event;
    event.kind = "call.refused";
    event.severity = "warning";
    event.actor = "system";
    event.text = "call from " + call.fromUri + " (" + call.remoteAddress + ") to " + call.toUser +
                 " refused: " + cause.text;
    event.fields = {{"cause", std::string(call::nameOf(cause.code))}, {"from", call.fromUri}};
    domain_.events.emit(std::move(event));
}

void Calls::onIncoming(const call::IncomingCall& call) {
    auto placement = place(call, domain_);
    if (placement.refusal) {
        refuse(call, *placement.refusal);
        return;
    }
    beforeCall_(placement.site);
    auto& conference = *domain_.find(placement.conference);
    if (placement.guest) {
        if (auto put = domain_.directory.put(placement.record, false); !put) {
            refuse(call, {call::CauseCode::forbidden, 0, put.error().message, false});
            return;
        }
    }
    if (conference.find(placement.site) == nullptr) {
        Site site;
        site.id = placement.site;
        site.microphoneOn = !conference.spec.muteOnEntry;
        site.since = domain_.now();
        conference.sites.emplace(site.id, site);
        conference.order.push_back(site.id);
    }
    auto& site = *conference.find(placement.site);
    if (site.leg) {
        hangUp(conference, site, {call::CauseCode::normal, 0, "replaced by a newer call", false});
    }
    domain_.loop.cancel(site.redialTimer);
    site.redialTimer = 0;
    const auto* record = domain_.directory.find(site.id);
    auto& leg = site.leg.emplace();
    leg.serial = ++lastSerial_;
    leg.incoming = true;
    leg.endpoint = endpointOf(call.protocol, call.line);
    leg.call = call.id;
    leg.remoteAddress = call.remoteAddress;
    leg.transport = call.transport;
    leg.encryption = policyFor(conference, record).encryption;
    domain_.calls.insert_or_assign(call.id, Place{conference.id(), site.id});
    domain_.setState(conference, site, SiteState::connecting);
    domain_.emit(conference,
                 site.id,
                 "site.calling",
                 domain_.describe(site.id) + " calls from " + call.remoteAddress);
    media::Transport::SessionSpec spec;
    spec.video = call.offersVideo;
    spec.ice = call.offersIce;
    spec.label = site.id.value;
    domain_.planes.transport->openSession(
        spec,
        [this, where = Place{conference.id(), site.id}, serial = leg.serial](
            Result<media::LocalMedia> local) { answerIncoming(where, serial, std::move(local)); });
}

void Calls::answerIncoming(const Place& place,
                           std::uint64_t serial,
                           Result<media::LocalMedia> local) {
    Conference* conference = nullptr;
    auto* site = domain_.find(place, &conference);
    if (site == nullptr || !site->leg || site->call().serial != serial) {
        if (local) {
            domain_.planes.transport->closeSession(local->session);
        }
        return;
    }
    auto& leg = site->call();
    if (!local) {
        const std::string why = local.error().message;
        leg.endpoint->reject(leg.call, {call::CauseCode::unreachable, 0, "no media port", false});
        dropLeg(*conference, *site);
        failed(*conference, *site, why);
        return;
    }
    leg.session = local->session;
    domain_.sessions.insert_or_assign(leg.session, place);
    leg.endpoint->answer(
        leg.call, *local, policyFor(*conference, domain_.directory.find(site->id)));
}

namespace {

struct Found {
    Conference* conference = nullptr;
    Site* site = nullptr;
};

template <typename Places, typename Id>
Found look(Domain& domain, const Places& places, Id id) {
    Found found;
    const auto place = places.find(id);
    if (place != places.end()) {
        found.site = domain.find(place->second, &found.conference);
        if (found.site != nullptr && !found.site->leg) {
            found.site = nullptr;
        }
    }
    return found;
}

/// The keys of a trunk are worth nothing without the password that came over the control channel:
/// who reads the signalling between two MCUs reads no media (decision 0185).
void bindKeys(media::AgreedMedia& media, const TrunkSpec& trunk) {
    for (auto& stream : media.streams) {
        if (auto* keys = std::get_if<media::SdesKeys>(&stream.keying)) {
            keys->boundTo = trunk.password;
        }
    }
}

}  // namespace

void Calls::onRinging(CallId call) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    if (site != nullptr && site->state == SiteState::dialling) {
        domain_.setState(*conference, *site, SiteState::ringing);
        domain_.emit(*conference, site->id, "site.ringing", domain_.describe(site->id) + " rings");
    }
}

void Calls::onMedia(CallId call, const media::AgreedMedia& media) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    if (site == nullptr) {
        return;
    }
    auto& leg = site->call();
    const bool wasHeld = leg.held();
    if (leg.encryption == media::Encryption::required &&
        std::any_of(media.streams.begin(), media.streams.end(), [](const auto& s) {
            return s.active() && !s.encrypted();
        })) {
        leg.endpoint->hangUp(
            call, {call::CauseCode::encryptionRequired, 0, "encryption is required", false});
        dropLeg(*conference, *site);
        failed(*conference, *site, "encryption-required");
        return;
    }
    leg.media = media;
    if (site->trunk) {
        bindKeys(*leg.media, site->trunk->spec);
    }
    domain_.planes.transport->apply(leg.session, *leg.media);
    if (site->trunk) {
        trunkGate_(*conference, *site);
    }
    if (leg.held() != wasHeld) {
        domain_.emit(
            *conference,
            site->id,
            leg.held() ? "site.held" : "site.resumed",
            domain_.describe(site->id) + (leg.held() ? " put us on hold" : " is back from hold"));
    }
    checkConnected(*conference, *site);
    domain_.refreshSoon(*conference);
}

void Calls::onConnected(CallId call, const std::string& product) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    if (site == nullptr) {
        return;
    }
    site->call().answered = true;
    site->call().product = product;
    domain_.setState(*conference, *site, SiteState::connecting);
    checkConnected(*conference, *site);
    domain_.refreshSoon(*conference);
    runQueue();
}

/// Connected: answered, and media come, or none are due.
void Calls::checkConnected(Conference& conference, Site& site) {
    auto& leg = site.call();
    if (!leg.answered || !leg.media || site.connected()) {
        return;
    }
    const bool expects =
        std::any_of(leg.media->streams.begin(), leg.media->streams.end(), [](const auto& stream) {
            return stream.active() && media::receives(stream.direction);
        });
    if (expects && !leg.audioUp && !leg.videoUp) {
        return;
    }
    site.redials = 0;
    site.cause.clear();
    domain_.setState(conference, site, SiteState::connected);
    domain_.emit(conference,
                 site.id,
                 "site.connected",
                 domain_.describe(site.id) + " is connected",
                 "info",
                 nullptr,
                 {{"product", leg.product}, {"address", leg.remoteAddress}});
    if (!site.wanted) {
        domain_.saveQuietly(conference);
    }
}

void Calls::onFastUpdate(CallId call) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    if (site != nullptr) {
        conference->pictures.onFastUpdate(site->id);
    }
}

void Calls::onPeer(CallId call, const call::PeerDescription& peer) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    if (site != nullptr) {
        site->call().peer = peer;
    }
}

void Calls::onUserInput(CallId call, const std::string& keys) {
    for (const char key : keys) {
        // Looked up for each: what a key does may end the call.
        const auto [conference, site] = look(domain_, domain_.calls, call);
        if (site != nullptr) {
            pressed(*conference, *site, key, "signalling");
        }
    }
}

void Calls::onKey(SessionId session, char key) {
    const auto [conference, site] = look(domain_, domain_.sessions, session);
    if (site != nullptr) {
        pressed(*conference, *site, key, "media");
    }
}

/// There are rooms that send a key both ways; the second is no other key.
void Calls::pressed(Conference& conference, Site& site, char key, const char* way) {
    constexpr auto kSameKey = std::chrono::milliseconds(300);
    auto& before = site.call().lastKey;
    const bool again =
        before && before->key == key && before->way != way && domain_.now() - before->at < kSameKey;
    before = KeyPress{key, way, domain_.now()};
    if (again || !site.isRoom()) {
        return;
    }
    ++domain_.counters["conference.keys"];
    domain_.emit(conference,
                 site.id,
                 "site.dtmf",
                 domain_.describe(site.id) + " pressed " + std::string(1, key),
                 "info",
                 nullptr,
                 {{"digit", std::string(1, key)}, {"way", way}});
}

void Calls::onEnded(CallId call, const call::HangupCause& cause) {
    const auto [conference, site] = look(domain_, domain_.calls, call);
    domain_.calls.erase(call);
    if (site == nullptr || site->call().call != call) {
        return;
    }
    const bool wasUp = site->call().answered;
    const bool incoming = site->call().incoming;
    const bool offerRefused = !wasUp && !incoming && cause.protocolStatus == 488 &&
                              cause.code == call::CauseCode::noCommonCodec;
    const auto offered = site->call().encryption;
    site->cause =
        std::string(call::nameOf(cause.code)) + (cause.text.empty() ? "" : ": " + cause.text);
    dropLeg(*conference, *site);
    if (offerRefused && offerOtherwise(*conference, *site, offered)) {
        return;
    }
    if (!wasUp && !incoming && turnToBackup(*conference, *site, cause.code)) {
        return;
    }
    const bool farewell = wasUp && cause.byRemote && cause.code == call::CauseCode::normal;
    domain_.setState(*conference, *site, wasUp || incoming ? SiteState::absent : SiteState::failed);
    domain_.emit(
        *conference,
        site->id,
        wasUp ? "site.left" : "site.failed",
        domain_.describe(site->id) + (wasUp ? " left: " : " could not be reached: ") + site->cause,
        farewell ? "info" : "warning",
        nullptr,
        {{"cause", std::string(call::nameOf(cause.code))}});
    if (cause.code != call::CauseCode::declined && cause.code != call::CauseCode::forbidden) {
        scheduleRedial(*conference, *site);
    }
    if (!site->wanted) {
        domain_.saveQuietly(*conference);
    }
    runQueue();
}

void Calls::onRegistered(const std::string& user, const std::string& contact, Duration expires) {
    if (expires <= Duration::zero() || contact.empty()) {
        domain_.contacts.erase(user);
        return;
    }
    const auto known = domain_.contacts.find(user);
    const bool fresh = known == domain_.contacts.end() || known->second.second <= domain_.now() ||
                       known->second.first != contact;
    domain_.contacts.insert_or_assign(user, std::pair(contact, domain_.now() + expires));
    const auto* record = domain_.directory.findByUser(user);
    if (!fresh || record == nullptr) {
        return;
    }
    for (const auto& [id, conference] : domain_.conferences) {
        auto* site = conference->find(record->id);
        const bool waits = site != nullptr && site->wanted && !site->leg &&
                           (site->state == SiteState::waiting || site->state == SiteState::failed ||
                            site->state == SiteState::absent);
        if (waits) {
            (void)dial(*conference, *site);
        }
    }
}

void Calls::onStreamUp(SessionId session, media::Kind kind) {
    const auto [conference, site] = look(domain_, domain_.sessions, session);
    if (site == nullptr) {
        return;
    }
    auto& leg = site->call();
    if (kind == media::Kind::audio) {
        leg.audioUp = true;
        leg.audioLost.reset();
    } else {
        leg.videoUp = true;
        leg.videoLost.reset();
    }
    checkConnected(*conference, *site);
    markBack(*conference, *site);
    domain_.refreshSoon(*conference);
    mediaChanged(*conference, *site);
}

void Calls::onMediaTimeout(SessionId session, media::Kind kind) {
    const auto [conference, site] = look(domain_, domain_.sessions, session);
    if (site == nullptr) {
        return;
    }
    auto& lost = kind == media::Kind::audio ? site->call().audioLost : site->call().videoLost;
    if (!lost) {
        lost = domain_.now();
    }
    markLost(*conference, *site);
    domain_.refreshSoon(*conference);
    mediaChanged(*conference, *site);
}

/// Lost: the picture stopped, or the sound of a site that has no picture.
void Calls::markLost(Conference& conference, Site& site) {
    const auto& leg = site.call();
    const auto* video = leg.stream(media::Kind::video);
    // A trunk that carries nothing is silent, not lost: its sound always comes.
    const bool hasPicture = site.isRoom() && video != nullptr && media::receives(video->direction);
    const bool lost = hasPicture ? leg.videoLost.has_value() : leg.audioLost.has_value();
    if (!lost && leg.audioLost) {
        domain_.emit(conference,
                     site.id,
                     "site.silent",
                     "no sound comes from " + domain_.describe(site.id),
                     "warning");
    }
    if (lost && leg.answered && site.state != SiteState::lost) {
        domain_.setState(conference, site, SiteState::lost);
        domain_.emit(conference,
                     site.id,
                     "site.lost",
                     "no media come from " + domain_.describe(site.id),
                     "warning");
    }
}

void Calls::markBack(Conference& conference, Site& site) {
    const auto& leg = site.call();
    const auto* video = leg.stream(media::Kind::video);
    // A trunk that carries nothing is silent, not lost: its sound always comes.
    const bool hasPicture = site.isRoom() && video != nullptr && media::receives(video->direction);
    if (site.state == SiteState::lost && !(hasPicture ? leg.videoLost : leg.audioLost)) {
        domain_.setState(conference, site, SiteState::connected);
        domain_.emit(conference,
                     site.id,
                     "site.back",
                     "media come from " + domain_.describe(site.id) + " again");
    }
}

void Calls::onSecurityFailed(SessionId session, const Error& error) {
    const auto [conference, site] = look(domain_, domain_.sessions, session);
    if (site == nullptr) {
        return;
    }
    auto& leg = site->call();
    if (leg.call) {
        leg.endpoint->hangUp(leg.call, {call::CauseCode::protocolError, 0, error.message, false});
    }
    dropLeg(*conference, *site);
    failed(*conference, *site, error.message);
}

void Calls::onFastUpdateBySignalling(SessionId session) {
    const auto [conference, site] = look(domain_, domain_.sessions, session);
    if (site != nullptr && site->up()) {
        site->call().endpoint->requestFastUpdate(site->call().call);
    }
}

void Calls::clearOut(Conference& conference) {
    for (auto& [id, site] : conference.sites) {
        if (!site.leg || site.trunk) {
            continue;  // a trunk is encrypted always
        }
        auto& leg = site.call();
        leg.encryption = media::Encryption::required;  // of what is offered from now on
        const bool listed = domain_.directory.isListed(id);
        const bool clear =
            leg.media && std::any_of(leg.media->streams.begin(),
                                     leg.media->streams.end(),
                                     [](const auto& s) { return s.active() && !s.encrypted(); });
        if (listed && !clear) {
            continue;
        }
        domain_.emit(conference,
                     id,
                     "site.refused",
                     domain_.describe(id) +
                         (listed ? " is hung up: the conference is confidential and its media are "
                                   "not encrypted"
                                 : " is hung up: the conference is confidential and it is not on "
                                   "the site list"),
                     "warning");
        hangUp(conference,
               site,
               {listed ? call::CauseCode::encryptionRequired : call::CauseCode::forbidden,
                0,
                "the conference is confidential",
                false});
    }
}

void Calls::tick() {
    for (const auto& [id, conference] : domain_.conferences) {
        if (domain_.confidential(id)) {
            clearOut(*conference);
        }
        for (auto& [siteId, site] : conference->sites) {
            if (!site.up()) {
                continue;
            }
            const auto& leg = site.call();
            const auto limit = domain_.now() - domain_.settings.hangUpLostAfter;
            const bool audioGone = leg.stream(media::Kind::audio) == nullptr ||
                                   (leg.audioLost && *leg.audioLost < limit);
            const bool videoGone = leg.stream(media::Kind::video) == nullptr ||
                                   (leg.videoLost && *leg.videoLost < limit);
            if (!leg.held() && site.state == SiteState::lost && audioGone && videoGone) {
                leg.endpoint->hangUp(leg.call,
                                     {call::CauseCode::mediaTimeout, 0, "no media", false});
                dropLeg(*conference, site);
                failed(*conference, site, "media-timeout");
            }
        }
    }
}

}  // namespace mcu::conference

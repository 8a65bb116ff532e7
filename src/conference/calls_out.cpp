// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "conference/calls.h"

// Outgoing calls: queue, dial, redial.

namespace mcu::conference {

call::CallEndpoint* Calls::endpointOf(call::Protocol protocol, const std::string& line) const {
    for (auto* endpoint : domain_.endpoints) {
        if (endpoint->protocol() == protocol && endpoint->line() == line) {
            return endpoint;
        }
    }
    return nullptr;
}

call::CallEndpoint* Calls::endpointFor(const Site& site, const std::string& uri) const {
    const std::string line = site.trunk ? call::kCascadeLine : "";
    for (auto* endpoint : domain_.endpoints) {
        if (endpoint->line() == line && endpoint->dials(uri)) {
            return endpoint;
        }
    }
    return nullptr;
}

void Calls::mediaChanged(Conference& conference, Site& site) {
    if (watcher_) {
        watcher_(conference, site);
    }
}

bool Calls::registered(const SiteRecord& record) const {
    const auto contact = domain_.contacts.find(record.user.empty() ? record.id.value : record.user);
    return contact != domain_.contacts.end() && contact->second.second > domain_.now();
}

std::string Calls::addressOf(const Site& site) const {
    if (!site.uri.empty()) {
        return site.uri;
    }
    const auto* record = domain_.directory.find(site.id);
    if (record == nullptr) {
        return {};
    }
    if (site.onBackup && !record->backupUri.empty()) {
        return record->backupUri;
    }
    if (registered(*record)) {
        return domain_.contacts.at(record->user.empty() ? record->id.value : record->user).first;
    }
    return record->uri.empty() ? site.lastAddress : record->uri;
}

namespace {

constexpr std::uint8_t kLevel720p30 = 31;
constexpr std::uint32_t kMost720p30 = 2500;  // kbit/s

/// One codec, so that what comes is known to pass on; and from the master a programme no greater
/// than rooms take, which then passes through to them undecoded.
void fitTrunk(call::MediaPolicy& policy, const TrunkSpec& trunk) {
    policy.video = {media::Codec::h264};
    if (trunk.toward == TrunkSpec::Toward::master && trunk.maxKbps <= kMost720p30) {
        policy.h264.levelIdc = std::min(policy.h264.levelIdc, kLevel720p30);
    }
}

}  // namespace

call::MediaPolicy Calls::policyFor(const Conference& conference, const SiteRecord* record) const {
    call::MediaPolicy policy = domain_.settings.policy;
    policy.encryption = domain_.encryptionOf(conference);
    if (record != nullptr) {
        const bool demanded = policy.encryption == media::Encryption::required;
        if (record->hasEncryption && !demanded) {
            policy.encryption = record->encryption;
        }
        policy.preferDtls = record->preferDtls;
        policy.maxKbps = std::min(policy.maxKbps, record->maxKbps);
        const auto site = conference.sites.find(record->id);
        if (site != conference.sites.end() && site->second.trunk) {
            fitTrunk(policy, site->second.trunk->spec);
        }
    }
    return policy;
}

call::MediaPolicy Calls::policyToDial(const Conference& conference, const Site& site) const {
    auto policy = policyFor(conference, domain_.directory.find(site.id));
    if (site.securedOffer && policy.encryption == media::Encryption::preferred) {
        policy.encryption = media::Encryption::required;
    }
    return policy;
}

bool Calls::offerOtherwise(Conference& conference, Site& site, media::Encryption offered) {
    if (site.securedOffer) {  // not that either: from now on as at first
        site.securedOffer = false;
        domain_.saveQuietly(conference);
        return false;
    }
    if (offered != media::Encryption::preferred || conference.closing) {
        return false;
    }
    site.securedOffer = true;
    domain_.saveQuietly(conference);
    domain_.emit(conference,
                 site.id,
                 "site.secured-offer",
                 domain_.describe(site.id) +
                     " refuses optional encryption; called again with encryption required");
    return static_cast<bool>(dial(conference, site));
}

bool Calls::turnToBackup(Conference& conference, Site& site, call::CauseCode why) {
    const auto* record = domain_.directory.find(site.id);
    const bool elsewhere = why == call::CauseCode::unreachable ||
                           why == call::CauseCode::noAnswer || why == call::CauseCode::notFound ||
                           why == call::CauseCode::mediaTimeout;
    if (site.onBackup || record == nullptr || record->backupUri.empty() || !elsewhere ||
        !site.wanted || conference.closing) {
        site.onBackup = false;  // next time at its own address
        return false;
    }
    site.onBackup = true;
    domain_.emit(conference,
                 site.id,
                 "site.backup",
                 domain_.describe(site.id) + " cannot be reached; called at its backup address " +
                     record->backupUri,
                 "warning");
    return static_cast<bool>(dial(conference, site, Urgency::atOnce));
}

void Calls::leaveQueue(const Conference& conference, const Site& site) {
    std::erase_if(queue_, [&](const Place& place) {
        return place.conference == conference.id() && place.site == site.id;
    });
}

Status Calls::dial(Conference& conference, Site& site, Urgency urgency) {
    if (site.leg) {
        return {};
    }
    if (addressOf(site).empty()) {
        return Error(ErrorCode::unavailable,
                     domain_.describe(site.id) + " has no address and is not registered",
                     "wait until it registers, or give it a uri",
                     "site.no-address");
    }
    domain_.loop.cancel(site.redialTimer);
    site.redialTimer = 0;
    domain_.setState(conference, site, SiteState::dialling);
    if (urgency == Urgency::atOnce) {
        leaveQueue(conference, site);
        startDial(conference, site);
        return {};
    }
    const bool queued = std::any_of(queue_.begin(), queue_.end(), [&](const Place& place) {
        return place.conference == conference.id() && place.site == site.id;
    });
    if (!queued) {
        queue_.push_back({conference.id(), site.id});
    }
    runQueue();
    return {};
}

int Calls::dialsUnderWay() const {
    int count = 0;
    for (const auto& [id, conference] : domain_.conferences) {
        for (const auto& [siteId, site] : conference->sites) {
            count += site.leg && !site.call().incoming && !site.call().answered ? 1 : 0;
        }
    }
    return count;
}

/// Starts the next dial if one may be started, and looks again after a while.
void Calls::runQueue() {
    if (queueTimer_ != 0) {
        return;
    }
    while (!queue_.empty() && dialsUnderWay() < domain_.settings.parallelDials) {
        const Place next = queue_.front();
        queue_.pop_front();
        Conference* conference = nullptr;
        auto* site = domain_.find(next, &conference);
        if (site == nullptr || site->leg || site->state != SiteState::dialling) {
            continue;
        }
        startDial(*conference, *site);
        break;
    }
    if (!queue_.empty()) {
        queueTimer_ = domain_.loop.after(domain_.settings.dialPace, [this] {
            queueTimer_ = 0;
            runQueue();
        });
    }
}

void Calls::startDial(Conference& conference, Site& site) {
    beforeCall_(site.id);
    const auto* record = domain_.directory.find(site.id);
    auto& leg = site.leg.emplace();
    leg.serial = ++lastSerial_;
    const auto address = addressOf(site);
    leg.endpoint = endpointFor(site, address);
    leg.encryption = policyToDial(conference, site).encryption;
    if (leg.endpoint == nullptr) {
        site.leg.reset();
        failed(conference, site, "no protocol for " + address);
        return;
    }
    if (site.lastAddress != address) {
        site.lastAddress = address;
        domain_.saveQuietly(conference);
    }
    domain_.emit(conference, site.id, "site.dialling", "dialling " + domain_.describe(site.id));
    media::Transport::SessionSpec spec;
    spec.ice = record != nullptr && record->ice;
    spec.label = site.id.value;
    domain_.planes.transport->openSession(
        spec,
        [this, place = Place{conference.id(), site.id}, serial = leg.serial](
            Result<media::LocalMedia> local) { dialled(place, serial, std::move(local)); });
}

void Calls::dialled(const Place& place, std::uint64_t serial, Result<media::LocalMedia> local) {
    Conference* conference = nullptr;
    auto* site = domain_.find(place, &conference);
    if (site == nullptr || !site->leg || site->call().serial != serial) {
        if (local) {
            domain_.planes.transport->closeSession(local->session);
        }
        return;
    }
    if (!local) {
        site->leg.reset();
        failed(*conference, *site, local.error().message);
        return;
    }
    auto& leg = site->call();
    leg.session = local->session;
    domain_.sessions.insert_or_assign(leg.session, place);
    const auto* record = domain_.directory.find(site->id);
    call::DialTarget target;
    target.uri = addressOf(*site);
    target.fromUser = conference->id().value;  // so that the room can call back
    target.displayName = domain_.settings.displayName;
    target.authUser = domain_.settings.serverId;
    if (record != nullptr) {
        target.authPassword = record->password;
    }
    if (site->trunk) {
        target.fromUser = site->trunk->spec.user;
        target.authUser = site->trunk->spec.user;
    }
    leg.remoteAddress = target.uri;
    leg.call = leg.endpoint->dial(target, *local, policyToDial(*conference, *site));
    domain_.calls.insert_or_assign(leg.call, place);
}

void Calls::failed(Conference& conference, Site& site, const std::string& why) {
    site.cause = why;
    domain_.setState(conference, site, SiteState::failed);
    domain_.emit(
        conference, site.id, "site.failed", domain_.describe(site.id) + ": " + why, "warning");
    scheduleRedial(conference, site);
    runQueue();
}

void Calls::scheduleRedial(Conference& conference, Site& site) {
    const auto& settings = domain_.settings;
    const bool enough =
        site.isRoom() && settings.maxRedials > 0 && site.redials >= settings.maxRedials;
    const auto longest = site.isRoom() ? settings.longestRedial : settings.longestTrunkRedial;
    if (conference.closing || !site.wanted || !site.redial || enough) {
        return;
    }
    auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(settings.firstRedial);
    if (!site.isRoom()) {
        delay = std::chrono::duration_cast<std::chrono::milliseconds>(settings.firstTrunkRedial);
    }
    for (int i = 0; i < site.redials && delay < longest; ++i) {
        delay *= 2;
    }
    delay = std::min(delay, std::chrono::duration_cast<std::chrono::milliseconds>(longest));
    // Up to a quarter more, so that sites lost together do not all come back in one moment.
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    delay += delay * static_cast<int>((random_ >> 33U) % 25) / 100;
    ++site.redials;
    domain_.setState(conference, site, SiteState::waiting);
    domain_.emit(conference,
                 site.id,
                 "site.redial",
                 "calling " + domain_.describe(site.id) + " again in " +
                     std::to_string(delay.count()) + " ms",
                 "info",
                 nullptr,
                 {{"attempt", std::to_string(site.redials)}});
    domain_.loop.cancel(site.redialTimer);
    site.redialTimer = domain_.loop.after(delay, [this, place = Place{conference.id(), site.id}] {
        Conference* found = nullptr;
        if (auto* waiting = domain_.find(place, &found);
            waiting != nullptr && waiting->state == SiteState::waiting) {
            waiting->redialTimer = 0;
            if (auto dialledAgain = dial(*found, *waiting); !dialledAgain) {
                failed(*found, *waiting, dialledAgain.error().message);
            }
        }
    });
}

void Calls::hangUp(Conference& conference, Site& site, const call::HangupCause& cause) {
    domain_.loop.cancel(site.redialTimer);
    site.redialTimer = 0;
    site.onBackup = false;
    leaveQueue(conference, site);
    if (site.leg && site.call().endpoint != nullptr && site.call().call) {
        if (site.call().incoming && !site.call().session) {
            site.call().endpoint->reject(site.call().call, cause);
        } else {
            site.call().endpoint->hangUp(site.call().call, cause);
        }
    }
    dropLeg(conference, site);
    domain_.setState(conference, site, SiteState::absent);
    runQueue();
}

/// Forgets the site's call and closes its session, after the media were told to let go of it.
void Calls::dropLeg(Conference& conference, Site& site) {
    if (!site.leg) {
        return;
    }
    const Leg leg = std::move(site.call());
    site.leg.reset();
    site.lowered = false;
    site.lossSince.reset();
    site.goodSince.reset();
    domain_.calls.erase(leg.call);
    domain_.sessions.erase(leg.session);
    domain_.refresh(conference);
    if (leg.session) {
        domain_.planes.transport->closeSession(leg.session);
    }
    mediaChanged(conference, site);
}

}  // namespace mcu::conference

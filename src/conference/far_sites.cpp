// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/far_sites.h"

#include <algorithm>

namespace mcu::conference {

namespace {

/// How long the last picture of a site stays whose trunk was given to the next one.
constexpr auto kLinger = std::chrono::seconds(4);
constexpr std::uint32_t kNothingPasses = 0;

}  // namespace

Status FarSites::put(Conference& conference,
                     const McuId& link,
                     const std::vector<FarSite>& changed,
                     const std::vector<SiteId>& gone) {
    std::string refused;
    for (const auto& told : changed) {
        if (auto put = putOne(conference, link, told); !put) {
            refused += (refused.empty() ? "" : "; ") + put.error().message;
        }
    }
    for (const auto& id : gone) {
        const auto* site = conference.find(id);
        if (site != nullptr && site->far && site->far->link == link) {
            remove(conference, id);
        }
    }
    domain_.refreshSoon(conference);
    if (!refused.empty()) {
        return Error(ErrorCode::alreadyExists, refused, "give the rooms ids of their own");
    }
    return {};
}

Status FarSites::putOne(Conference& conference, const McuId& link, const FarSite& told) {
    const auto& id = told.record.id;
    auto* known = conference.find(id);
    if (known != nullptr && (!known->far || known->far->link != link)) {
        // A line of our own list for a room the slave calls: the slave has it. One that we reach
        // ourselves stays ours.
        const auto* record = domain_.directory.find(id);
        const bool ours =
            known->far || known->leg || known->trunk || (record != nullptr && !record->uri.empty());
        if (ours) {
            return Error(
                ErrorCode::alreadyExists,
                domain_.describe(id) + " of " + link.value + " is in the conference already");
        }
    }
    const bool fromLink = domain_.farSites.contains(id);
    if (domain_.directory.find(id) == nullptr || fromLink) {
        auto record = told.record;
        record.uri.clear();
        record.user = "far:" + id.value;  // nobody registers or calls under it
        if (auto put = domain_.directory.put(std::move(record)); !put) {
            return put;
        }
        domain_.farSites.insert_or_assign(id, link);
    }
    if (known == nullptr) {
        Site site;
        site.id = id;
        site.since = domain_.now();
        known = &conference.sites.emplace(id, std::move(site)).first->second;
        conference.order.push_back(id);
    }
    if (!known->far) {
        known->far.emplace();
        known->far->link = link;
        known->far->told = told;
        // After a restart a trunk may carry the site before the roster tells of it.
        for (auto& [trunkId, trunk] : conference.sites) {
            if (trunk.towardSlave() && trunk.trunk->carries == id) {
                known->far->carrier = trunkId;
                setGate(conference, trunk);
            }
        }
    }
    auto& far = *known->far;
    const auto contributor = far.told.contributor;
    far.told = told;
    far.toldAt = domain_.now();
    known->cause = told.cause;
    if (far.carrier && contributor != told.contributor) {
        if (auto* trunk = conference.find(far.carrier)) {
            setGate(conference, *trunk);
        }
    }
    domain_.setState(conference, *known, told.state);
    return {};
}

void FarSites::remove(Conference& conference, const SiteId& id) {
    auto* site = conference.find(id);
    if (site->far->carrier) {
        carry(conference, site->far->carrier, {});
    }
    conference.sites.erase(id);
    std::erase(conference.order, id);
    if (domain_.farSites.erase(id) > 0) {
        domain_.directory.erase(id);
    }
}

void FarSites::setReachable(Conference& conference, const McuId& link, bool reachable) {
    for (auto& [id, site] : conference.sites) {
        if (site.far && site.far->link == link && site.far->reachable != reachable) {
            site.far->reachable = reachable;
            domain_.tellRoster(conference, id);
        }
    }
}

void FarSites::setGate(Conference& conference, Site& trunk) {
    if (!trunk.leg || !trunk.call().session || !trunk.towardSlave()) {
        return;
    }
    std::uint32_t expected = kNothingPasses;
    if (auto* carried = conference.find(trunk.trunk->carries); carried != nullptr && carried->far) {
        expected = carried->far->told.contributor;
        carried->far->pictureCame = false;
        carried->far->soundCame = false;
    }
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        domain_.planes.transport->expect(trunk.call().session, kind, expected);
    }
    trunk.call().videoLost.reset();
    trunk.call().frozen.reset();
}

/// The site's packets come no more; if it is being seen, its last picture stays until the cut.
void FarSites::letGo(Conference& conference, const SiteId& id, const SiteId& trunk) {
    auto* site = conference.find(id);
    if (site == nullptr || !site->far || site->far->carrier != trunk) {
        return;
    }
    auto& far = *site->far;
    far.carrier = {};
    if (far.pictureCame) {
        far.lingersOn = trunk;
        far.lingersUntil = domain_.now() + kLinger;
    }
    far.pictureCame = false;
    far.soundCame = false;
    far.soundDown = false;
}

void FarSites::carry(Conference& conference, const SiteId& trunkId, const SiteId& siteId) {
    auto* trunk = conference.find(trunkId);
    if (trunk == nullptr || !trunk->towardSlave() || trunk->trunk->carries == siteId) {
        return;
    }
    letGo(conference, trunk->trunk->carries, trunkId);
    trunk->trunk->carries = siteId;
    if (auto* site = conference.find(siteId); site != nullptr && site->far) {
        if (site->far->carrier && site->far->carrier != trunkId) {
            if (auto* before = conference.find(site->far->carrier)) {
                before->trunk->carries = {};
                setGate(conference, *before);
            }
        }
        site->far->carrier = trunkId;
        site->far->lingersOn = {};
    }
    setGate(conference, *trunk);
    domain_.refresh(conference);
}

void FarSites::dropTrunk(Conference& conference, Site& trunk) {
    if (auto* site = conference.find(trunk.trunk->carries); site != nullptr && site->far) {
        site->far->pictureCame = false;
        site->far->soundCame = false;
        site->far->lingersOn = {};
    }
}

void FarSites::onContributor(Conference& conference,
                             Site& trunk,
                             media::Kind kind,
                             std::uint32_t contributor) {
    if (!trunk.towardSlave()) {
        return;
    }
    auto* site = conference.find(trunk.trunk->carries);
    if (site == nullptr || !site->far || site->far->told.contributor != contributor) {
        return;
    }
    (kind == media::Kind::video ? site->far->pictureCame : site->far->soundCame) = true;
    domain_.refresh(conference);
}

void FarSites::awaitSound(Conference& conference, Site& site) {
    const auto* carrier = site.far ? conference.find(site.far->carrier) : nullptr;
    if (carrier == nullptr || !carrier->towardSlave() || !carrier->leg || site.microphoneOn) {
        return;
    }
    site.far->soundCame = false;
    domain_.planes.transport->expect(
        carrier->leg->session, media::Kind::audio, site.far->told.contributor);
}

void FarSites::noteStep(Conference& conference, const SiteId& id, SelectionStep step) {
    auto* site = conference.find(id);
    if (site == nullptr || !site->far) {
        return;
    }
    if (step == SelectionStep::soundDown) {
        site->far->soundDown = true;
    } else if (step == SelectionStep::lost) {
        site->far->soundDown = false;
    }
}

}  // namespace mcu::conference

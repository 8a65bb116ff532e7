// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/trunks.h"

#include <algorithm>
#include <utility>

namespace mcu::conference {

namespace {

bool sameCall(const TrunkSpec& one, const TrunkSpec& other) {
    return one.uri == other.uri && one.user == other.user &&
           one.password.reveal() == other.password.reveal() && one.toward == other.toward &&
           one.number == other.number && one.ice == other.ice && one.maxKbps == other.maxKbps;
}

SiteRecord recordOf(const TrunkSpec& spec) {
    SiteRecord record;
    record.id = spec.id;
    record.name = spec.peerName.empty() ? spec.peer.value : spec.peerName;
    if (spec.number > 0) {
        record.name += " #" + std::to_string(spec.number + 1);
    }
    record.level = "mcu";
    record.uri = spec.uri;
    record.user = spec.user;
    record.password = spec.password;
    record.home = spec.conference;
    record.hasEncryption = true;
    record.encryption = media::Encryption::required;
    record.ice = spec.ice;
    record.maxKbps = spec.maxKbps;
    return record;
}

}  // namespace

std::string_view nameOf(SelectionStep step) {
    switch (step) {
        case SelectionStep::dialling:
            return "dialling";
        case SelectionStep::connected:
            return "connected";
        case SelectionStep::pictureUp:
            return "picture-up";
        case SelectionStep::soundUp:
            return "sound-up";
        case SelectionStep::soundDown:
            return "sound-down";
        case SelectionStep::lost:
            break;
    }
    return "lost";
}

Status Trunks::add(Conference& conference, const TrunkSpec& spec) {
    Selection kept;
    SiteId carried;
    if (auto* known = conference.find(spec.id); known != nullptr && known->trunk) {
        if (sameCall(known->trunk->spec, spec)) {
            return {};
        }
        kept = known->trunk->selection;
        carried = known->trunk->carries;
        remove(conference, spec.id);
    }
    if (auto put = domain_.directory.put(recordOf(spec), false); !put) {
        return put;
    }
    Site site;
    site.id = spec.id;
    site.since = domain_.now();
    site.microphoneOn = spec.toward == TrunkSpec::Toward::master && spec.carriesProgramme();
    site.trunk.emplace();
    site.trunk->spec = spec;
    site.trunk->selection = kept;
    site.wanted = !spec.uri.empty();
    auto& added = conference.sites.insert_or_assign(spec.id, std::move(site)).first->second;
    conference.order.push_back(spec.id);
    if (carried) {
        farSites_.carry(conference, spec.id, carried);
    }
    if (!added.wanted) {
        return {};
    }
    return calls_.dial(conference, added);
}

void Trunks::remove(Conference& conference, const SiteId& id) {
    auto* site = conference.find(id);
    if (site == nullptr || !site->trunk) {
        return;
    }
    farSites_.carry(conference, id, {});
    site->wanted = false;
    calls_.hangUp(conference, *site, {call::CauseCode::normal, 0, "the link is taken down", false});
    closeMicrophone(conference, *site->trunk);
    conference.sites.erase(id);
    std::erase(conference.order, id);
    domain_.directory.erase(id);
    domain_.refresh(conference);
}

void Trunks::redial(Conference& conference, const SiteId& id) {
    auto* site = conference.find(id);
    if (site == nullptr || !site->trunk) {
        return;
    }
    calls_.hangUp(conference, *site, {call::CauseCode::normal, 0, "the link is made anew", false});
    site->redials = 0;
    if (!site->trunk->spec.uri.empty()) {
        site->wanted = true;
        (void)calls_.dial(conference, *site);
    }
}

std::vector<TrunkStatus> Trunks::status(const Conference& conference,
                                        const std::vector<media::SessionStats>& figures) {
    std::vector<TrunkStatus> result;
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        if (!site.trunk) {
            continue;
        }
        TrunkStatus status;
        status.id = id;
        status.number = site.trunk->spec.number;
        status.state = site.state;
        status.cause = site.cause;
        const bool lower = site.towardMaster();
        status.carries = lower ? site.trunk->selection.site : site.trunk->carries;
        if (const auto far = conference.sites.find(status.carries);
            !lower && far != conference.sites.end() && far->second.far) {
            status.arrives = far->second.far->pictureCame;
        }
        const auto session =
            std::find_if(figures.begin(), figures.end(), [&](const media::SessionStats& entry) {
                return site.leg && entry.session == site.call().session;
            });
        if (session != figures.end()) {
            for (const auto& stream : session->streams) {
                status.encrypted = stream.secured;
                status.suite = stream.suite;
                status.kbpsUp += lower ? stream.sent.kbps : stream.received.kbps;
                status.kbpsDown += lower ? stream.received.kbps : stream.sent.kbps;
                status.lossPercent = std::max(status.lossPercent, stream.received.lossPercent);
                status.roundTripMs = std::max(status.roundTripMs, stream.roundTripMs);
            }
        }
        if (site.leg) {
            const auto* video = site.call().stream(media::Kind::video);
            const auto* audio = site.call().stream(media::Kind::audio);
            status.videoCodec = video == nullptr ? "" : media::nameOf(video->send.codec);
            status.audioCodec = audio == nullptr ? "" : media::nameOf(audio->send.codec);
            status.maxKbps = site.trunk->spec.maxKbps;
            status.peerMaxKbps = video == nullptr ? 0 : video->maxKbps;
        }
        result.push_back(std::move(status));
    }
    return result;
}

/// Closes the microphone a selection opened, unless another trunk still wants it open.
void Trunks::closeMicrophone(Conference& conference, Trunk& trunk) {
    if (!trunk.openedMicrophone) {
        return;
    }
    trunk.openedMicrophone = false;
    const auto& site = trunk.selection.site;
    for (const auto& [id, other] : conference.sites) {
        if (other.trunk && &*other.trunk != &trunk && other.trunk->selection.site == site &&
            other.trunk->selection.microphone) {
            return;
        }
    }
    if (auto* room = conference.find(site)) {
        room->microphoneOn = false;
        domain_.tellRoster(conference, site);
    }
}

/// Calls the room to be selected when it is not connected and that is asked for.
Status Trunks::call(Conference& conference, Site* room, const Selection& selection) {
    if (room == nullptr || !selection.dial || room->connected() || room->far) {
        return {};
    }
    const bool wanted = std::exchange(room->wanted, true);
    auto dialled = calls_.dial(conference, *room, Urgency::atOnce);
    if (!dialled) {
        room->wanted = wanted;
        return dialled.error();
    }
    return {};
}

/// A selection that is refused changes nothing: what was told of the one before stays true.
Status Trunks::select(Conference& conference, const SiteId& trunkId, const Selection& selection) {
    auto* trunk = conference.find(trunkId);
    if (trunk == nullptr || !trunk->towardMaster()) {
        return Error(ErrorCode::notFound, "there is no up-link " + trunkId.value);
    }
    auto* room = conference.find(selection.site);
    if (selection.site && (room == nullptr || !room->isRoom())) {
        return Error(
            ErrorCode::notFound,
            domain_.describe(selection.site) + " is not in conference " + conference.id().value,
            "add it first",
            "site.not-in-conference");
    }
    if (auto called = call(conference, room, selection); !called) {
        return called;
    }
    auto& state = *trunk->trunk;
    if (state.selection.site != selection.site || !selection.microphone) {
        closeMicrophone(conference, state);
    }
    if (state.selection.site != selection.site) {
        state.told.clear();
    } else if (selection.microphone && !state.selection.microphone) {
        state.told.erase(SelectionStep::soundUp);
        state.told.erase(SelectionStep::soundDown);
    }
    state.selection = selection;
    if (room != nullptr && selection.microphone && !room->microphoneOn) {
        room->microphoneOn = true;
        state.openedMicrophone = true;
        domain_.tellRoster(conference, selection.site);
    }
    domain_.refresh(conference);
    checkSteps(conference);
    return {};
}

void Trunks::tell(const Conference& conference,
                  Site& trunk,
                  SelectionStep step,
                  const std::string& why) {
    if (!trunk.trunk->told.insert(step).second || domain_.cascade == nullptr) {
        return;
    }
    domain_.loop.post([this,
                       id = conference.id(),
                       trunkId = trunk.id,
                       site = trunk.trunk->selection.site,
                       step,
                       why] {
        if (domain_.cascade != nullptr) {
            domain_.cascade->onSelection(id, trunkId, site, step, why);
        }
    });
}

/// The programme's sound arrives here and is sent to the room.
bool Trunks::soundComesDown(const Conference& conference, const Site& site) {
    const bool arrives =
        std::any_of(conference.sites.begin(), conference.sites.end(), [](const auto& entry) {
            const auto& [id, trunk] = entry;
            return trunk.towardMaster() && trunk.trunk->spec.carriesProgramme() && trunk.up() &&
                   trunk.call().audioUp && !trunk.call().audioLost;
        });
    if (site.far) {
        return arrives && site.far->soundDown;
    }
    const auto* audio = site.up() ? site.call().stream(media::Kind::audio) : nullptr;
    return arrives && audio != nullptr && media::sends(audio->direction) && site.speakerOn &&
           !site.call().held();
}

void Trunks::checkSteps(Conference& conference) {
    for (auto& [id, trunk] : conference.sites) {
        if (!trunk.towardMaster() || !trunk.trunk->selection.site) {
            continue;
        }
        auto& state = *trunk.trunk;
        const auto* room = conference.find(state.selection.site);
        if (room == nullptr) {
            tell(conference, trunk, SelectionStep::lost, "it was removed from the conference");
            continue;
        }
        const auto* leg = conference.mediaLeg(*room);
        const bool there = room->far ? room->far->pictureCame : room->state == SiteState::connected;
        if (there) {
            state.told.erase(SelectionStep::lost);
            tell(conference, trunk, SelectionStep::connected);
        } else if (state.told.contains(SelectionStep::connected)) {
            state.told = {SelectionStep::dialling};
            tell(conference, trunk, SelectionStep::lost, room->cause);
            continue;
        } else if (room->state == SiteState::dialling || room->state == SiteState::ringing) {
            tell(conference, trunk, SelectionStep::dialling);
        }
        if (!there || leg == nullptr) {
            continue;
        }
        if (trunk.up() && conference.pictures.sent(trunk.id)) {
            tell(conference, trunk, SelectionStep::pictureUp);
        }
        const bool heard = room->far ? room->far->soundCame : leg->audioUp && !leg->audioLost;
        if (state.selection.microphone && heard) {
            tell(conference, trunk, SelectionStep::soundUp);
        }
        if (state.selection.microphone && soundComesDown(conference, *room)) {
            tell(conference, trunk, SelectionStep::soundDown);
        }
    }
}

}  // namespace mcu::conference

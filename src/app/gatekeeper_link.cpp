// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatekeeper_link.h"

#include <algorithm>
#include <utility>

namespace mcu::app {

using h323::gatekeeper::ListedRooms;
using h323::gatekeeper::RasService;
using h323::gatekeeper::Registration;
using h323::ras::ClientState;

namespace {

std::string userOf(const conference::SiteRecord& site) {
    return site.user.empty() ? site.id.value : site.user;
}

double secondsOf(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

std::string joined(const h323::ras::Names& names) {
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text.empty() ? "(no name)" : text;
}

/// "name@" when one of the names can stand in an address.
std::string callableName(const h323::ras::Names& names) {
    for (const auto& name : names) {
        const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
            return c > 0x20 && c < 0x7F && c != '@' && c != ':' && c != '/';
        });
        if (plain && !name.empty()) {
            return name + "@";
        }
    }
    return {};
}

}  // namespace

GatekeeperLink::GatekeeperLink(h323::ras::Names names,
                               Loop& loop,
                               conference::ConferenceService& service)
    : names_(std::move(names)), loop_(loop), service_(service) {}

Result<std::unique_ptr<GatekeeperLink>> GatekeeperLink::open(
    h323::gatekeeper::RasSettings settings,
    h323::ras::Names names,
    Loop& loop,
    conference::ConferenceService& service) {
    std::unique_ptr<GatekeeperLink> link(new GatekeeperLink(std::move(names), loop, service));
    auto ras = RasService::open(std::move(settings), loop, *link);
    if (!ras) {
        return ras.error();
    }
    link->ras_ = std::move(*ras);
    link->gate_ = std::make_unique<h323::gatekeeper::RasGate>(*link->ras_);
    return link;
}

GatekeeperLink::~GatekeeperLink() {
    if (subscription_ != 0) {
        service_.unsubscribe(subscription_);
    }
}

void GatekeeperLink::begin(const NetAddress& signalling) {
    callable_ = signalling.isSet();
    refreshListed();
    refreshOwnNames();
    subscription_ = service_.subscribe([this](const conference::Event& event) {
        if (event.kind.starts_with("sites.")) {
            refreshListed();
        } else if (event.kind.starts_with("conference.")) {
            refreshOwnNames();
        }
    });
    ras_->begin(signalling);
}

/// Ids, users and aliases of the site list lead to the site.
void GatekeeperLink::refreshListed() {
    ListedRooms listed;
    for (const auto& site : service_.sites()) {
        const h323::gatekeeper::ListedRoom room{userOf(site), site.password};
        listed.emplace(h323::ras::foldedName(site.id.value), room);
        listed.emplace(h323::ras::foldedName(room.user), room);
        for (const auto& alias : site.aliases) {
            listed.emplace(h323::ras::foldedName(alias), room);
        }
    }
    ras_->setListed(std::move(listed));
}

/// Rooms may call our names and each conference by its id.
void GatekeeperLink::refreshOwnNames() {
    service_.status({}, [this](const Result<conference::ServerStatus>& status) {
        auto names = names_;
        if (status) {
            for (const auto& conference : status->conferences) {
                names.push_back(conference.id.value);
            }
        }
        ras_->setOwnNames(std::move(names));
    });
}

SiteId GatekeeperLink::siteOf(const std::string& user) const {
    for (const auto& site : service_.sites()) {
        if (!user.empty() && userOf(site) == user) {
            return site.id;
        }
    }
    return {};
}

std::string GatekeeperLink::describe(const Registration& room) const {
    for (const auto& site : service_.sites()) {
        if (!room.user.empty() && userOf(site) == room.user) {
            return site.name + " (" + site.id.value + ")";
        }
    }
    return "\"" + joined(room.names) + "\"";
}

void GatekeeperLink::onRoomRegistered(const Registration& room, bool fresh) {
    if (!room.user.empty() && callable_) {
        service_.onRegistered(room.user,
                              "h323:" + callableName(room.names) + room.signalling.toString(),
                              room.until - loop_.clock().now());
    }
    if (fresh) {
        service_.report(
            {},
            siteOf(room.user),
            "room.registered",
            "info",
            describe(room) + " registered with our gatekeeper from " + room.signalling.toString(),
            {{"names", joined(room.names)}, {"product", room.product}});
    }
}

void GatekeeperLink::onRoomGone(const Registration& room, const std::string& why) {
    if (!room.user.empty() && callable_) {
        service_.onRegistered(room.user, "", Duration::zero());
    }
    service_.report({},
                    siteOf(room.user),
                    "room.unregistered",
                    "info",
                    describe(room) + " is no longer registered with our gatekeeper: " + why,
                    {{"names", joined(room.names)}, {"cause", why}});
}

void GatekeeperLink::onRoomRefused(const h323::gatekeeper::RoomRefused& refused) {
    service_.report({},
                    {},
                    "room.refused",
                    "warning",
                    "the registration of " + joined(refused.names) + " from " +
                        refused.source.toString() + " was refused: " + refused.why,
                    {{"cause", refused.reason}});
}

void GatekeeperLink::onClientState(const h323::ras::ClientStatus& status) {
    const bool registered = status.state == ClientState::registered;
    if (registered && !wasRegistered_) {
        service_.report({},
                        {},
                        "gatekeeper.registered",
                        "info",
                        "registered with the gatekeeper " + status.gatekeeper.toString(),
                        {{"gatekeeper", status.gatekeeperId}});
        toldLost_ = false;
    } else if (status.state == ClientState::waiting && !toldLost_) {
        service_.report({},
                        {},
                        "gatekeeper.lost",
                        "warning",
                        "not registered with the gatekeeper " + status.gatekeeper.toString() +
                            ": " + status.cause,
                        {{"cause", status.cause}});
        toldLost_ = true;
    }
    wasRegistered_ = registered;
}

void GatekeeperLink::onEndCall(std::uint64_t call, const call::HangupCause& cause) {
    endCall(CallId{call}, cause);
}

void GatekeeperLink::onBandwidth(std::uint64_t call, std::uint32_t kbps) {
    limitCall(CallId{call}, kbps);
}

call::GatekeeperStatus GatekeeperLink::status() const {
    const auto ras = ras_->status();
    const auto now = loop_.clock().now();
    call::GatekeeperStatus to;
    if (ras.client) {
        to.client = true;
        to.state = std::string(nameOf(ras.client->state));
        to.address = ras.client->gatekeeper.toString();
        to.id = ras.client->gatekeeperId;
        to.cause = ras.client->cause;
        to.sinceSeconds = secondsOf(now - ras.client->since);
        to.calls = static_cast<int>(ras.client->calls);
    }
    if (ras.gatekeeper) {
        to.builtIn = true;
        to.ownId = ras.gatekeeperId;
        to.ownAddress = ras.gatekeeperAddress.toString();
        to.ownCalls = static_cast<int>(ras.calls);
    }
    const auto sites = service_.sites();
    for (const auto& room : ras.rooms) {
        auto& added = to.rooms.emplace_back();
        added.names = room.names;
        for (const auto& site : sites) {
            if (!room.user.empty() && userOf(site) == room.user) {
                added.site = site.id;
                added.siteName = site.name;
            }
        }
        added.address = room.signalling.toString();
        added.product = room.product;
        added.kind = room.kind;
        added.sinceSeconds = secondsOf(now - room.since);
        added.leftSeconds = secondsOf(room.until - now);
        added.authenticated = room.authenticated;
    }
    return to;
}

void GatekeeperLink::complement(conference::ServerStatus& status) const {
    const auto ras = ras_->status();
    if (ras.client) {
        status.counters["ras.ignored"] = ras.ignored;
    }
    if (!ras.gatekeeper) {
        return;
    }
    status.listeners.push_back("h323 ras " + ras.gatekeeperAddress.toString());
    status.counters["gatekeeper.malformed"] = ras.counters.malformed;
    status.counters["gatekeeper.limited"] = ras.counters.limited;
    status.counters["gatekeeper.refused"] = ras.counters.refused;
    status.counters["gatekeeper.bad_passwords"] = ras.counters.badPasswords;
    status.counters["gatekeeper.admissions"] = ras.counters.admissions;
    status.counters["gatekeeper.admissions_refused"] = ras.counters.admissionsRefused;
}

}  // namespace mcu::app

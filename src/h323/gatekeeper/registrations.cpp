// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "h323/gatekeeper/gatekeeper.h"
#include "h323/per/per.h"
#include "h323/ras/signing.h"

// Discovery, registration, and who may (H.225.0 clauses 7.7 to 7.10).

namespace mcu::h323::gatekeeper {

namespace {

/// A room may be late by so much.
constexpr auto kGrace = std::chrono::seconds(15);
constexpr auto kShortestLife = std::chrono::seconds(30);
constexpr auto kBetweenComplaints = std::chrono::minutes(5);
constexpr std::size_t kMostComplaints = 500;
constexpr auto kUrqInterval = std::chrono::seconds(3);

/// Not to be guessed: who knows it and sends from the room's address is the room.
std::string newIdentifier() {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id;
    for (int part = 0; part < 2; ++part) {
        auto number = ras::randomNumber();
        for (int digit = 0; digit < 8; ++digit, number >>= 4U) {
            id += kDigits[number & 15U];
        }
    }
    return id;
}

bool has(const Value* list, std::string_view oid) {
    return list != nullptr && std::any_of(list->children().begin(),
                                          list->children().end(),
                                          [&](const Value& each) { return each.oid() == oid; });
}

}  // namespace

void Gatekeeper::onGatekeeperRequest(const Received& in) {
    const auto& body = in.body();
    const auto wanted = body.text("gatekeeperIdentifier");
    if (!wanted.empty() && wanted != settings_.id) {
        if (!in.multicast) {
            ras::NewRas reject("gatekeeperReject", in.message.sequence);
            reject.body->setOid("protocolIdentifier", ras::kProtocol);
            reject.body->setText("gatekeeperIdentifier", settings_.id);
            reject.body->at("rejectReason.terminalExcluded");
            answer(in, reject);
        }
        return;
    }
    ras::NewRas confirm("gatekeeperConfirm", in.message.sequence);
    auto& reply = *confirm.body;
    reply.setOid("protocolIdentifier", ras::kProtocol);
    reply.setText("gatekeeperIdentifier", settings_.id);
    auto ours = settings_.ras;
    if (ours.isAny() && in.local.isSet() && !in.multicast) {
        const auto port = ours.port();
        ours = in.local;
        ours.setPort(port);
    }
    ras::putAddress(reply.at("rasAddress"), ours);
    // How the room is to show its password: the strongest way it knows.
    const auto* algorithms = body.find("algorithmOIDs");
    for (const auto algorithm : {ras::kOidHmacSha1, ras::kOidMd5}) {
        if (!reply.has("algorithmOID") && has(algorithms, algorithm)) {
            reply.at("authenticationMode.pwdHash");
            reply.setOid("algorithmOID", algorithm);
        }
    }
    // Where it says it is, when that is the machine it comes from.
    const auto said = ras::addressOf(*body.find("rasAddress"));
    answerTo(in,
             confirm,
             said.isSet() && said.host() == in.from.host() && said.port() != 0 ? said : in.from);
}

void Gatekeeper::onRegistrationRequest(const Received& in) {
    if (in.body().flag("keepAlive")) {
        registerLightly(in);
    } else {
        registerFully(in);
    }
}

void Gatekeeper::refuse(const Received& in,
                        const ras::Names& names,
                        const std::string& reason,
                        const std::string& why) {
    ras::NewRas reject("registrationReject", in.message.sequence);
    reject.body->setOid("protocolIdentifier", ras::kProtocol);
    reject.body->setText("gatekeeperIdentifier", settings_.id);
    auto& said = reject.body->at("rejectReason." + reason);
    if (reason == "duplicateAlias") {
        ras::putNames(said, names);
    }
    answer(in, reject);
    if (why.empty()) {
        return;
    }
    ++counters_.refused;
    const auto host = in.from.host();
    const bool told = toldRefused_.contains(host) && toldRefused_[host] > clock_.now();
    if (!told && toldRefused_.size() < kMostComplaints) {
        toldRefused_[host] = clock_.now() + kBetweenComplaints;
        output_.events.emplace_back(RoomRefused{in.from, names, why, reason});
    }
}

void Gatekeeper::confirm(const Received& in, const Registration& room) {
    ras::NewRas confirm("registrationConfirm", in.message.sequence);
    auto& body = *confirm.body;
    body.setOid("protocolIdentifier", ras::kProtocol);
    body.at("callSignalAddress");
    if (!room.names.empty()) {
        ras::putNames(body.at("terminalAlias"), room.names);
    }
    body.setText("gatekeeperIdentifier", settings_.id);
    body.setText("endpointIdentifier", room.id);
    body.set("timeToLive", std::int64_t{room.timeToLive.count()});
    body.set("willRespondToIRR", false);
    body.set("maintainConnection", false);
    answer(in, confirm);
}

void Gatekeeper::registerLightly(const Received& in) {
    auto* room = registry_.find(in.body().text("endpointIdentifier"));
    if (room == nullptr || room->source.host() != in.from.host()) {
        refuse(in, {}, "fullRegistrationRequired", "");
        return;
    }
    const auto owner = listed_.find(ras::foldedName(room->user));
    const auto* listed = owner == listed_.end() ? nullptr : &owner->second;
    bool shown = false;
    if (room->authenticated) {
        auto refusal = checkToken(in, *room, listed, shown);
        if (!refusal && !shown) {
            refusal = Refusal{"securityDenial", "shows no password any more"};
        }
        if (refusal) {
            refuse(in, room->names, refusal->reason, refusal->why);
            return;
        }
    }
    room->source = in.from;
    room->until = clock_.now() + room->timeToLive + kGrace;
    output_.events.emplace_back(RoomRegistered{*room, false});
    confirm(in, *room);
}

/// Addresses, as the room says them or, behind NAT, as they are seen from here.
void Gatekeeper::putAddresses(const Received& in, Registration& room) const {
    room.source = in.from;
    room.signalling = ras::firstAddress(in.body().find("callSignalAddress"));
    room.ras = ras::firstAddress(in.body().find("rasAddress"));
    const bool elsewhere = !room.ras.isSet() || room.ras.host() != in.from.host();
    // We send nothing to an address its owner has not sent from.
    if (elsewhere) {
        room.ras = in.from;
    }
    if (settings_.behindNat && elsewhere && room.signalling.isSet()) {
        const auto port = room.signalling.port();
        room.signalling = in.from;
        room.signalling.setPort(port);
    }
}

std::optional<Gatekeeper::Refusal> Gatekeeper::checkToken(const Received& in,
                                                          const Registration& room,
                                                          const ListedRoom* listed,
                                                          bool& shown) {
    const auto token = ras::findToken(in.body());
    shown = false;
    if (!token || listed == nullptr || listed->password.reveal().empty()) {
        return {};
    }
    const auto owner = listed_.find(ras::foldedName(token->sender));
    const bool own =
        token->sender == room.id || (owner != listed_.end() && owner->second.user == room.user) ||
        std::find(room.names.begin(), room.names.end(), token->sender) != room.names.end();
    const auto verdict = own ? tokens_.check(*token, listed->password, in.octets, clock_.wallNow())
                             : ras::TokenVerdict::wrongPassword;
    switch (verdict) {
        case ras::TokenVerdict::good:
            shown = true;
            return {};
        case ras::TokenVerdict::wrongTime:
            return Refusal{"securityDenial", "its clock is not ours: set the time there"};
        case ras::TokenVerdict::replayed:
            return Refusal{"securityDenial", "a recorded message was sent again"};
        case ras::TokenVerdict::wrongPassword:
            break;
    }
    ++counters_.badPasswords;
    return Refusal{"securityDenial", "wrong password"};
}

/// Which room of the list it is, and whether it shows that.
std::optional<Gatekeeper::Refusal> Gatekeeper::identify(const Received& in, Registration& room) {
    const ListedRoom* listed = nullptr;
    for (const auto& name : room.names) {
        const auto found = listed_.find(ras::foldedName(name));
        if (found == listed_.end()) {
            continue;
        }
        if (listed != nullptr && listed->user != found->second.user) {
            return Refusal{"invalidAlias", "its names belong to two rooms of the site list"};
        }
        listed = &found->second;
    }
    if (listed == nullptr && settings_.listedOnly) {
        return Refusal{"invalidAlias", "none of its names is in the site list"};
    }
    if (listed != nullptr) {
        room.user = listed->user;
    }
    bool shown = false;
    if (auto refusal = checkToken(in, room, listed, shown)) {
        return refusal;
    }
    room.authenticated = shown;
    if (settings_.requirePassword && !shown) {
        const bool none = listed == nullptr || listed->password.reveal().empty();
        return Refusal{"securityDenial",
                       none ? "the site list has no password for it" : "it shows no password"};
    }
    return {};
}

std::optional<Gatekeeper::Refusal> Gatekeeper::limits(const Received& in,
                                                      const Registration& room) const {
    if (!room.signalling.isSet() || room.signalling.isAny() || room.signalling.port() == 0) {
        return Refusal{"invalidCallSignalAddress", "gives no address to be called at"};
    }
    if (registry_.find(room.id) != nullptr) {
        return {};
    }
    if (registry_.size() >= settings_.maxRegistrations) {
        return Refusal{"resourceUnavailable", "too many rooms are registered"};
    }
    if (registry_.countFrom(in.from.host()) >= settings_.maxPerAddress) {
        return Refusal{"resourceUnavailable", "too many rooms are registered from this address"};
    }
    return {};
}

/// Names that another room has: it loses them with its registration, or we refuse.
std::optional<Gatekeeper::Refusal> Gatekeeper::clearNames(const Registration& room) {
    for (const auto& name : room.names) {
        if (own_.contains(ras::foldedName(name))) {
            return Refusal{"duplicateAlias", "the name \"" + name + "\" is one of this server's"};
        }
        const auto* other = registry_.byName(name);
        if (other == nullptr || other->id == room.id) {
            continue;
        }
        if (settings_.duplicates == DuplicateNames::reject ||
            (other->authenticated && !room.authenticated)) {
            return Refusal{"duplicateAlias",
                           "the name \"" + name + "\" is registered from " + other->source.host()};
        }
        tellGone(*registry_.remove(other->id),
                 "the name \"" + name + "\" was registered from " + room.source.host(),
                 "undefinedReason");
    }
    return {};
}

void Gatekeeper::registerFully(const Received& in) {
    const auto& body = in.body();
    Registration room;
    room.names = ras::namesOf(body.find("terminalAlias"));
    room.product = ras::productOf(body.find("endpointVendor"));
    room.kind = ras::kindOf(body.find("terminalType"));
    putAddresses(in, room);
    room.since = clock_.now();
    if (!ras::speaksH225(body)) {
        refuse(in, room.names, "invalidRevision", "speaks no H.225.0");
        return;
    }
    if (body.has("additiveRegistration")) {
        refuse(in, room.names, "additiveRegistrationNotSupported", "");
        return;
    }
    // The same endpoint again, after a restart for example, keeps its identifier.
    const auto* before = registry_.bySignalling(room.signalling);
    if (before != nullptr && before->source.host() == in.from.host()) {
        room.id = before->id;
    } else {
        before = nullptr;
        room.id = newIdentifier();
    }
    const bool wasAuthenticated = before != nullptr && before->authenticated;
    auto refusal = identify(in, room);
    if (!refusal && wasAuthenticated && !room.authenticated) {
        refusal = Refusal{"securityDenial", "shows no password any more"};
    }
    if (!refusal) {
        refusal = limits(in, room);
    }
    if (!refusal) {
        refusal = clearNames(room);
    }
    if (refusal) {
        refuse(in, room.names, refusal->reason, refusal->why);
        return;
    }
    const auto asked =
        std::chrono::seconds(body.number("timeToLive").value_or(settings_.timeToLive.count()));
    room.timeToLive = std::clamp<std::chrono::seconds>(asked, kShortestLife, settings_.timeToLive);
    room.until = clock_.now() + room.timeToLive + kGrace;
    const bool fresh = before == nullptr || before->names != room.names;
    if (before != nullptr) {
        room.since = before->since;
    }
    const auto& kept = registry_.put(std::move(room));
    output_.events.emplace_back(RoomRegistered{kept, fresh});
    confirm(in, kept);
}

void Gatekeeper::onUnregistrationRequest(const Received& in) {
    const auto& body = in.body();
    const auto id = body.text("endpointIdentifier");
    const auto* room =
        id.empty() ? registry_.bySignalling(ras::firstAddress(body.find("callSignalAddress")))
                   : registry_.find(id);
    // Without its identifier a room that showed a password is not ended.
    if (room == nullptr || room->source.host() != in.from.host() ||
        (id.empty() && room->authenticated)) {
        ras::NewRas reject("unregistrationReject", in.message.sequence);
        reject.body->at("rejectReason.notCurrentlyRegistered");
        answer(in, reject);
        return;
    }
    const auto names = ras::namesOf(body.find("endpointAlias"));
    const std::string key = room->id;
    if (!names.empty()) {
        registry_.dropNames(key, names);
    }
    if (names.empty() || registry_.find(key)->names.empty()) {
        auto gone = *registry_.remove(key);
        if (gone.names.empty()) {
            gone.names = names;
        }
        output_.events.emplace_back(RoomGone{std::move(gone), "unregistered"});
    }
    ras::NewRas confirm("unregistrationConfirm", in.message.sequence);
    answer(in, confirm);
}

/// URQ to the room, and the event.
void Gatekeeper::tellGone(Registration room, const std::string& why, const char* reason) {
    ras::NewRas message("unregistrationRequest", transactions_.nextSequence());
    auto& body = *message.body;
    ras::putAddress(body.append("callSignalAddress"), room.signalling);
    body.setText("endpointIdentifier", room.id);
    body.setText("gatekeeperIdentifier", settings_.id);
    body.at("reason").at(reason);
    if (const auto octets = encodePer(message.message)) {
        ras::Request request;
        request.sequence = static_cast<std::uint16_t>(*body.number("requestSeqNum"));
        request.name = "unregistrationRequest";
        request.octets = *octets;
        request.to = room.ras;
        request.interval = kUrqInterval;
        request.left = 1;
        output_.sends.push_back({room.ras, *octets});
        transactions_.open(std::move(request), clock_.now());
    }
    std::erase_if(calls_, [&](const auto& each) { return each.second.endpoint == room.id; });
    output_.events.emplace_back(RoomGone{std::move(room), why});
}

}  // namespace mcu::h323::gatekeeper

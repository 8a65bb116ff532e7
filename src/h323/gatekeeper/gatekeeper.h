// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "h323/gatekeeper/registry.h"
#include "h323/gatekeeper/reply_cache.h"
#include "h323/gatekeeper/settings.h"
#include "h323/gatekeeper/source_limit.h"
#include "h323/ras/actions.h"
#include "h323/ras/message.h"
#include "h323/ras/passwords.h"
#include "h323/ras/transactions.h"

namespace mcu::h323::gatekeeper {

/// A room is registered, again or for the first time.
struct RoomRegistered {
    Registration room;
    bool fresh = false;
};

struct RoomGone {
    Registration room;
    std::string why;
};

/// A registration was refused; told once in a while for each address.
struct RoomRefused {
    NetAddress source;
    ras::Names names;
    std::string why;     ///< for people
    std::string reason;  ///< of the standard
};

using Event = std::variant<RoomRegistered, RoomGone, RoomRefused>;

/// What is to be done after something happened.
struct Output {
    std::vector<ras::Send> sends;
    std::vector<Event> events;
};

/// Figures since the start.
struct GatekeeperCounters {
    std::uint64_t malformed = 0;
    std::uint64_t limited = 0;  ///< messages of addresses that send too many
    std::uint64_t refused = 0;  ///< registrations
    std::uint64_t badPasswords = 0;
    std::uint64_t admissions = 0;
    std::uint64_t admissionsRefused = 0;
    std::uint64_t repeated = 0;  ///< answered from the cache
};

/// A small gatekeeper (H.323 clause 7, H.225.0 clause 7): discovery, registration with a time to
/// live, names to addresses, admission in direct mode. No routing of calls, no zones, no
/// prefixes. A pure state machine: everything returns what is to be done, nextTimer() says when to
/// call tick(). Owned by RasService; one thread.
class Gatekeeper {
public:
    Gatekeeper(GatekeeperSettings settings, const Clock& clock);

    void setListed(ListedRooms rooms) { listed_ = std::move(rooms); }

    /// Names that are called at our own signalling address: conferences, the MCU itself.
    void setOwn(const ras::Names& names, const NetAddress& signalling);

    /// A datagram. `local` is the address it was sent to, when that is known.
    Output receive(const NetAddress& from,
                   std::span<const std::uint8_t> octets,
                   const NetAddress& local = {},
                   bool multicast = false);
    Output tick();
    [[nodiscard]] std::optional<SteadyTime> nextTimer() const;

    /// Ends a room's registration: it may register again.
    Output drop(std::string_view name, const std::string& why);
    /// A call with us is over: what its far end was admitted for is free again, also when that is
    /// gone and gives nothing back.
    void forget(const Octets& callIdentifier);
    /// All rooms are told that we stop.
    Output stop();

    /// The signalling address of a name; unset when nobody has it.
    [[nodiscard]] NetAddress locate(std::string_view name) const;

    [[nodiscard]] const Registry& registry() const { return registry_; }

    [[nodiscard]] const GatekeeperCounters& counters() const { return counters_; }

    [[nodiscard]] std::size_t calls() const { return calls_.size(); }

private:
    /// One side of a call that was admitted.
    struct Call {
        std::string endpoint;
        Octets identifier;
        std::uint16_t reference = 0;
        std::uint32_t kbps = 0;
        SteadyTime at{};
    };

    struct Received {
        const ras::RasMessage& message;
        const NetAddress& from;
        std::span<const std::uint8_t> octets;
        const NetAddress& local;
        bool multicast;

        [[nodiscard]] const Value& body() const { return message.body(); }
    };

    // Registration
    void onGatekeeperRequest(const Received& in);
    void onRegistrationRequest(const Received& in);
    void registerLightly(const Received& in);
    void registerFully(const Received& in);
    void onUnregistrationRequest(const Received& in);
    void confirm(const Received& in, const Registration& room);
    void refuse(const Received& in,
                const ras::Names& names,
                const std::string& reason,
                const std::string& why);

    struct Refusal {
        std::string reason;
        std::string why;
    };

    [[nodiscard]] std::optional<Refusal> identify(const Received& in, Registration& room);
    [[nodiscard]] std::optional<Refusal> limits(const Received& in, const Registration& room) const;
    [[nodiscard]] std::optional<Refusal> clearNames(const Registration& room);
    [[nodiscard]] std::optional<Refusal> checkToken(const Received& in,
                                                    const Registration& room,
                                                    const ListedRoom* listed,
                                                    bool& shown);
    void putAddresses(const Received& in, Registration& room) const;
    void tellGone(Registration room, const std::string& why, const char* reason);

    // Calls
    void onAdmissionRequest(const Received& in);
    void onBandwidthRequest(const Received& in);
    void onDisengageRequest(const Received& in);
    void onLocationRequest(const Received& in);
    void onInfoRequestResponse(const Received& in);
    void onResourcesAvailable(const Received& in);
    void rejectAdmission(const Received& in, const char* reason);
    /// The registered endpoint that sent this, or null: unknown, or from elsewhere.
    [[nodiscard]] const Registration* senderOf(const Received& in) const;
    [[nodiscard]] std::int64_t allowed(std::int64_t bandwidth) const;
    [[nodiscard]] NetAddress destinationOf(const Received& in) const;

    bool dispatch(const Received& in);
    void answer(const Received& in, ras::NewRas& message);
    void answerTo(const Received& in, ras::NewRas& message, const NetAddress& to);
    Output take();

    GatekeeperSettings settings_;
    const Clock& clock_;
    Registry registry_;
    ReplyCache cache_;
    SourceLimit limit_;
    ras::TokenCheck tokens_;
    ras::Transactions transactions_;
    ListedRooms listed_;
    std::set<std::string> own_;
    NetAddress ownSignalling_;
    std::map<std::string, Call> calls_;  ///< endpoint and call identifier together
    std::map<std::string, SteadyTime> toldRefused_;
    GatekeeperCounters counters_;
    Output output_;
};

}  // namespace mcu::h323::gatekeeper

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "call/hangup_cause.h"
#include "h323/gatekeeper/gatekeeper.h"
#include "h323/gatekeeper/settings.h"
#include "h323/ras/client.h"

namespace mcu::h323::gatekeeper {

/// What of RAS is on: none, one or both.
struct RasSettings {
    std::optional<ras::ClientSettings> client;
    NetAddress clientListen;  ///< port 0: the kernel's choice
    std::optional<GatekeeperSettings> gatekeeper;
    NetAddress gatekeeperListen;   ///< 1719
    NetAddress discoveryListen;    ///< 1718, with its multicast group; unset: not to be found
    NetAddress callSignalAddress;  ///< ours; the host may be any, the port of begin() is put in
};

/// Whether a call may go on, and whereto.
struct CallAnswer {
    bool admitted = true;
    call::HangupCause refusal;
    NetAddress destination;  ///< unset: as asked
    ras::Names to;           ///< empty: as asked
    std::uint32_t kbps = 0;  ///< one way; 0: as asked
};

/// How RAS stands, as a value.
struct RasStatus {
    std::optional<ras::ClientStatus> client;
    bool gatekeeper = false;
    std::string gatekeeperId;
    NetAddress gatekeeperAddress;
    std::vector<Registration> rooms;  ///< by their identifier
    GatekeeperCounters counters;
    std::size_t calls = 0;      ///< admitted by our gatekeeper
    std::uint64_t ignored = 0;  ///< by the client
    SteadyTime at{};            ///< when this was so
};

/// RAS on the network: the client of an outside gatekeeper, the built-in gatekeeper, or both, with
/// their sockets on one thread of their own, role "ras". Owned by the wiring; made and destroyed on
/// the control thread. Off unless configured.
class RasService {
public:
    /// What happens; all on the control loop.
    class Listener {
    public:
        virtual ~Listener() = default;
        virtual void onRoomRegistered(const Registration& room, bool fresh) = 0;
        virtual void onRoomGone(const Registration& room, const std::string& why) = 0;
        virtual void onRoomRefused(const RoomRefused& refused) = 0;
        virtual void onClientState(const ras::ClientStatus& status) = 0;
        virtual void onEndCall(std::uint64_t call, const call::HangupCause& cause) = 0;
        virtual void onBandwidth(std::uint64_t call, std::uint32_t kbps) = 0;
    };

    /// Opens the sockets. The loop and the listener outlive it.
    static Result<std::unique_ptr<RasService>> open(RasSettings settings,
                                                    Loop& control,
                                                    Listener& listener);
    ~RasService();
    RasService(const RasService&) = delete;
    RasService& operator=(const RasService&) = delete;

    /// Begins: `signalling` is where our calls come in.
    void begin(const NetAddress& signalling);
    /// Leaves the gatekeeper, tells the rooms; ends when that is sent.
    void stop();

    // Any thread. A call asked for is ended once.
    void ask(const ras::AdmissionCall& call, std::function<void(const CallAnswer&)> answer);
    void connected(std::uint64_t call);
    /// `callIdentifier` of H.225.0, for what our own gatekeeper has admitted of it.
    void ended(std::uint64_t call, const Octets& callIdentifier, bool forced);

    void setListed(ListedRooms rooms);
    void setOwnNames(ras::Names names);
    /// Ends a room's registration; `done` on the control loop says whether there was one.
    void drop(const std::string& name, std::function<void(bool)> done);

    /// The state last published; any thread, never waits for the service's own.
    [[nodiscard]] RasStatus status() const;

private:
    struct Impl;
    explicit RasService(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::h323::gatekeeper

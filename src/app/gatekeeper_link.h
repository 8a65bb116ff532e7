// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/loop.h"
#include "call/gatekeeper_status.h"
#include "conference/conference_service.h"
#include "h323/gatekeeper/ras_gate.h"
#include "h323/gatekeeper/ras_service.h"

namespace mcu::app {

/// H.323 gatekeepers seen from the domain: rooms that register become contacts of their sites,
/// changes become events, the state a part of the status. Thread: control.
class GatekeeperLink final : public h323::gatekeeper::RasService::Listener {
public:
    static Result<std::unique_ptr<GatekeeperLink>> open(h323::gatekeeper::RasSettings settings,
                                                        h323::ras::Names names,
                                                        Loop& loop,
                                                        conference::ConferenceService& service);
    ~GatekeeperLink() override;
    GatekeeperLink(const GatekeeperLink&) = delete;
    GatekeeperLink& operator=(const GatekeeperLink&) = delete;

    /// `signalling` is where H.323 calls come in; unset: nowhere, then rooms find no way to us.
    void begin(const NetAddress& signalling);
    [[nodiscard]] call::GatekeeperStatus status() const;
    /// Counters and listeners.
    void complement(conference::ServerStatus& status) const;

    /// What each H.323 call asks first.
    [[nodiscard]] h323::CallGate& gate() { return *gate_; }

    /// What is done when the gatekeeper ends a call, or limits it.
    std::function<void(CallId, const call::HangupCause&)> endCall = [](CallId,
                                                                       const call::HangupCause&) {};
    std::function<void(CallId, std::uint32_t kbps)> limitCall = [](CallId, std::uint32_t) {};

    void onRoomRegistered(const h323::gatekeeper::Registration& room, bool fresh) override;
    void onRoomGone(const h323::gatekeeper::Registration& room, const std::string& why) override;
    void onRoomRefused(const h323::gatekeeper::RoomRefused& refused) override;
    void onClientState(const h323::ras::ClientStatus& status) override;
    void onEndCall(std::uint64_t call, const call::HangupCause& cause) override;
    void onBandwidth(std::uint64_t call, std::uint32_t kbps) override;

private:
    GatekeeperLink(h323::ras::Names names, Loop& loop, conference::ConferenceService& service);
    void refreshListed();
    void refreshOwnNames();
    [[nodiscard]] SiteId siteOf(const std::string& user) const;
    [[nodiscard]] std::string describe(const h323::gatekeeper::Registration& room) const;

    h323::ras::Names names_;
    Loop& loop_;
    conference::ConferenceService& service_;
    std::uint64_t subscription_ = 0;
    bool callable_ = false;
    bool wasRegistered_ = false;
    bool toldLost_ = false;
    std::unique_ptr<h323::gatekeeper::RasService> ras_;
    std::unique_ptr<h323::gatekeeper::RasGate> gate_;
};

}  // namespace mcu::app

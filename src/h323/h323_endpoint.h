// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "call/call.h"
#include "h323/h323_settings.h"

namespace mcu::h323 {

/// Figures since the start, except activeCalls.
struct H323Counters {
    std::uint64_t malformed = 0;  ///< messages we could not read
    std::uint64_t refused = 0;    ///< incoming calls refused, by us or by policy
    std::uint64_t incomingCalls = 0;
    std::uint64_t outgoingCalls = 0;
    std::uint64_t connectedCalls = 0;
    std::uint64_t endedCalls = 0;
    std::uint64_t silentDropped = 0;       ///< connections without a Setup
    std::uint64_t connectionsRefused = 0;  ///< over the limit of an address
    std::uint64_t tlsFailures = 0;         ///< connections that did not come to speak TLS with us
    std::uint64_t userInputs = 0;
    std::uint64_t newKeys = 0;      ///< of open channels (H.235.6)
    std::uint64_t activeCalls = 0;  ///< now
};

/// H.323 calls (H.225.0, H.245) as call::CallEndpoint, without gatekeeper; one may stand before it
/// as H323Settings::gate. Owned by the wiring; created and destroyed on the control thread. Sockets
/// and machines run on a thread of its own, role "h323"; what comes of it is posted to the control
/// Loop. Each call ends in exactly one onEnded, also when we hang up or reject. Destroying it ends
/// all calls; nothing is reported after.
class H323Endpoint final : public call::CallEndpoint {
public:
    /// Opens the listener; fails when it cannot be had.
    static Result<std::unique_ptr<H323Endpoint>> create(H323Settings settings,
                                                        Loop& control,
                                                        call::CallListener& listener);
    ~H323Endpoint() override;
    H323Endpoint(const H323Endpoint&) = delete;
    H323Endpoint& operator=(const H323Endpoint&) = delete;

    [[nodiscard]] call::Protocol protocol() const override { return call::Protocol::h323; }

    [[nodiscard]] bool dials(const std::string& uri) const override;

    CallId dial(const call::DialTarget& target,
                const media::LocalMedia& local,
                const call::MediaPolicy& policy) override;
    void answer(CallId call,
                const media::LocalMedia& local,
                const call::MediaPolicy& policy) override;
    void reject(CallId call, const call::HangupCause& cause) override;
    void hangUp(CallId call, const call::HangupCause& cause) override;
    void setHold(CallId call, bool hold) override;
    void requestFastUpdate(CallId call) override;
    void limitIncomingVideo(CallId call, std::uint32_t kbps) override;
    void announce(CallId call, const call::MediaPolicy& policy) override;
    void sendUserInput(CallId call, const std::string& keys) override;

    /// Where calls come in, with the port the kernel chose; unset without a listener.
    [[nodiscard]] const NetAddress& boundAddress() const;
    /// The same over TLS.
    [[nodiscard]] const NetAddress& boundTlsAddress() const;
    /// Any thread.
    [[nodiscard]] H323Counters counters() const;

private:
    struct Impl;
    explicit H323Endpoint(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::h323

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/net_address.h"
#include "base/result.h"
#include "base/secret.h"
#include "call/call.h"

namespace mcu::sip {

enum class SipTransport : std::uint8_t { udp, tcp, tls };

[[nodiscard]] std::string_view nameOf(SipTransport transport);

/// Where to listen. Port 0 lets the kernel choose.
struct SipListener {
    SipTransport transport = SipTransport::udp;
    NetAddress address;
};

/// TLS 1.2 and 1.3 only. Either the three PEM files, or a folder holding agent.pem (certificate and
/// key) and cafile.pem.
struct SipTls {
    std::string certificateFile;
    std::string keyFile;
    std::string caFile;          ///< whom we trust; empty: nobody is verified
    std::string directory;       ///< used when certificateFile is empty
    bool verifyClients = false;  ///< peers that connect must show a certificate of the CA
    bool verifyServers = false;  ///< peers we connect to must show one
};

using Credentials = std::map<std::string, Secret<std::string>>;  ///< user -> password

struct SipSettings {
    std::string line;  ///< CallEndpoint::line()
    std::vector<SipListener> listeners;
    SipTls tls;
    std::string userAgent = "HNTH MCU";
    std::string realm = "hnth-mcu";
    std::string domain;         ///< host of our From; empty: the listener's address
    std::string publicAddress;  ///< host of our Contact and Via when it is not the listener's
    std::string user = "mcu";   ///< user part of our From and Contact
    bool registrar = true;
    Credentials credentials;  ///< who may register; their INVITEs are challenged too
    std::chrono::seconds sessionExpires{1800};
    std::chrono::seconds minSessionExpires{90};
    std::chrono::seconds keepAlive{60};  ///< OPTIONS to registered and connected peers; 0: none
    std::chrono::seconds maxRegistration{3600};
    std::size_t maxCalls = 1000;
};

/// Figures since the start, except the last three.
struct SipCounters {
    std::uint64_t malformed = 0;  ///< bodies we could not read; messages: of all endpoints
    std::uint64_t refused = 0;    ///< incoming calls refused, by us or by policy
    std::uint64_t authFailures = 0;
    std::uint64_t incomingCalls = 0;
    std::uint64_t outgoingCalls = 0;
    std::uint64_t connectedCalls = 0;
    std::uint64_t endedCalls = 0;
    std::uint64_t registrationsAccepted = 0;
    std::uint64_t activeCalls = 0;      ///< now
    std::uint64_t registeredUsers = 0;  ///< now
    std::uint64_t handles = 0;          ///< dialogs of the stack not yet released; now
};

/// Registering one of our users at a server; for a simulator of rooms.
struct RegisterTarget {
    std::string user;
    std::string server;  ///< "sip:host:port;transport=tcp"
    Secret<std::string> password;
    std::chrono::seconds expires{600};
};

/// SIP user agent and registrar (RFC 3261) on sofia-sip. Owned by the wiring; created and destroyed
/// on the control thread. The stack runs on a thread of its own, role "sip"; what comes of it is
/// posted to the control Loop. Each call ends in exactly one onEnded, also when we hang up or
/// reject. Destroying it ends all calls with BYE and waits for that a short while; nothing is
/// reported after.
class SipEndpoint final : public call::CallEndpoint {
public:
    /// Opens the listeners; fails when one cannot be had.
    static Result<std::unique_ptr<SipEndpoint>> create(SipSettings settings,
                                                       Loop& control,
                                                       call::CallListener& listener);
    ~SipEndpoint() override;
    SipEndpoint(const SipEndpoint&) = delete;
    SipEndpoint& operator=(const SipEndpoint&) = delete;

    [[nodiscard]] call::Protocol protocol() const override { return call::Protocol::sip; }

    [[nodiscard]] std::string line() const override;

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
    void askPeer(CallId call) override;
    void sendUserInput(CallId call, const std::string& keys) override;

    /// Replaces the users that may register.
    void setCredentials(Credentials credentials);

    using RegisterCallback = std::function<void(const std::string& user, Status)>;
    /// Keeps `user` registered at a server until unregisterAt(); the callback runs on control at
    /// each change.
    void registerAt(const RegisterTarget& target, const RegisterCallback& done);
    void unregisterAt(const std::string& user);

    /// Where we listen, with the ports the kernel chose; in the order of the settings.
    [[nodiscard]] std::vector<SipListener> boundListeners() const;
    /// Any thread.
    [[nodiscard]] SipCounters counters() const;

private:
    struct Impl;
    explicit SipEndpoint(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::sip

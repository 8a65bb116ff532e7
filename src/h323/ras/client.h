// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/secret.h"
#include "h323/ras/actions.h"
#include "h323/ras/message.h"
#include "h323/ras/passwords.h"
#include "h323/ras/signing.h"
#include "h323/ras/transactions.h"

namespace mcu::h323::ras {

/// How we register with a gatekeeper.
struct ClientSettings {
    std::vector<NetAddress> gatekeepers;  ///< in the order they are tried
    bool discover = false;                ///< the addresses are asked with GRQ first (multicast)
    std::string gatekeeperId;             ///< the one we want; empty: any
    Names names;                          ///< ours
    std::string user;                     ///< whose password it is; empty: the first name
    Secret<std::string> password;         ///< empty: none is shown
    PasswordScheme scheme = PasswordScheme::hmacSha1;  ///< unless the gatekeeper chooses
    std::string product = "HNTH MCU";
    std::string version = "1";
    std::chrono::seconds timeToLive{300};
    /// Calls to an address go on when no gatekeeper can be asked.
    bool callsWithoutGatekeeper = true;
    std::size_t maxCalls = 1000;
    NetAddress rasAddress;         ///< where the gatekeeper reaches us, the same for
    NetAddress callSignalAddress;  ///< calls
};

enum class ClientState : std::uint8_t {
    off,
    discovering,
    registering,
    registered,
    waiting,  ///< for the next try
    leaving,
};
[[nodiscard]] std::string_view nameOf(ClientState state);

struct ClientStatus {
    ClientState state = ClientState::off;
    NetAddress gatekeeper;
    std::string gatekeeperId;
    std::string endpointId;
    std::string cause;  ///< why it is not registered
    SteadyTime since{};
    std::chrono::seconds timeToLive{0};
    std::size_t calls = 0;
    std::size_t alternates = 0;
};

/// A call before it begins, as its gatekeeper is told (H.225.0 clause 7.11).
struct AdmissionCall {
    std::uint64_t call = 0;
    bool answer = false;  ///< it comes in
    Names from;
    Names to;
    NetAddress peer;  ///< signalling address; unset: only a name was dialled
    std::uint16_t reference = 0;
    Octets callIdentifier;
    Octets conferenceIdentifier;
    std::uint32_t kbps = 0;  ///< one way
};

/// An endpoint's side of RAS (H.225.0 clause 7, H.323 clause 7.2) with one gatekeeper at a time:
/// discovery, registration kept alive, admission, bandwidth, disengage, status, and what the
/// gatekeeper asks of us. A pure state machine: everything returns what is to be done now, and
/// nextTimer() when to call tick(). Owned by RasService; one thread.
class RasClient {
public:
    RasClient(ClientSettings settings, const Clock& clock);

    Actions start();
    /// URQ; the state is off once it was answered, or was not.
    Actions stop();
    Actions receive(const NetAddress& from, std::span<const std::uint8_t> octets);
    Actions tick();
    [[nodiscard]] std::optional<SteadyTime> nextTimer() const;

    /// Answered by Admitted or Refused, at once or later. Each call asked for is ended once.
    Actions ask(const AdmissionCall& call);
    /// Connected: from now on the gatekeeper is told of it.
    Actions connected(std::uint64_t call);
    Actions end(std::uint64_t call, bool forced);
    /// Asks for another bandwidth; answered by Bandwidth. `kbps` is one way.
    Actions changeBandwidth(std::uint64_t call, std::uint32_t kbps);

    [[nodiscard]] ClientStatus status() const;

    /// Messages that were not to be read, or not for us to believe.
    [[nodiscard]] std::uint64_t ignored() const { return ignored_; }

private:
    struct Gatekeeper {
        NetAddress address;
        std::string id;
        int priority = 0;
    };

    struct Call {
        AdmissionCall about;
        enum class State : std::uint8_t { asking, admitted, ending } state = State::asking;
        bool ended = false;  ///< while the gatekeeper was still being asked
        bool admittedByArq = false;
        std::uint16_t sequence = 0;
        std::uint32_t kbps = 0;
        Duration reportEvery{};
        std::optional<SteadyTime> report;
    };

    // Registration
    void begin();
    void discover();
    void registerFully();
    void registerLightly();
    void tryNext(const std::string& cause);
    void wait(const std::string& cause);
    void dropTransactions(const std::string& cause);
    void setState(ClientState state, const std::string& cause = {});
    void putRegistration(Value& body);
    void onGatekeeperConfirm(const RasMessage& message, const NetAddress& from);
    void onRegistrationConfirm(const RasMessage& message);
    void onRegistrationReject(const RasMessage& message);
    void takeAlternates(const Value* list);
    void onUnregistrationRequest(const RasMessage& message, const NetAddress& from);

    // Calls
    void sendAdmission(Call& call);
    void disengage(std::uint64_t key, Call& call, bool forced);
    void onAdmissionConfirm(const RasMessage& message, std::uint64_t key);
    void onAdmissionReject(const RasMessage& message, std::uint64_t key);
    void admissionFailed(std::uint64_t key, const std::string& why);
    void onBandwidthAnswer(const RasMessage& message, std::uint64_t key);
    [[nodiscard]] std::map<std::uint64_t, Call>::iterator callOf(const Value& body);
    bool admitWithoutAsking(Call& call);

    // What the gatekeeper asks
    void onDisengageRequest(const RasMessage& message, const NetAddress& from);
    void onBandwidthRequest(const RasMessage& message, const NetAddress& from);
    void onInfoRequest(const RasMessage& message, const NetAddress& from);
    void putReport(Value& body, const Call& call) const;
    void putReportHead(Value& body) const;
    void reportDueCalls();
    bool onRequest(const RasMessage& message, const NetAddress& from);
    void onAnswer(const RasMessage& message, const NetAddress& from);

    void handle(const RasMessage& message,
                const NetAddress& from,
                std::span<const std::uint8_t> octets);
    void expired(const Request& request);
    void request(NewRas& message, Duration interval, int retries, std::uint64_t about = 0);
    void reply(NewRas& message, const NetAddress& to);
    [[nodiscard]] bool isGatekeeper(const NetAddress& from) const;
    [[nodiscard]] Signer signer() const;
    Actions take();

    ClientSettings settings_;
    const Clock& clock_;
    Transactions transactions_;
    ClientState state_ = ClientState::off;
    std::string cause_;
    SteadyTime since_{};
    std::vector<Gatekeeper> candidates_;
    std::size_t candidate_ = 0;
    std::size_t tried_ = 0;
    Gatekeeper gatekeeper_;
    NetAddress gatekeeperSignalling_;
    std::string endpointId_;
    PasswordScheme scheme_;
    std::chrono::seconds timeToLive_{0};
    bool willRespondToReports_ = false;
    std::optional<SteadyTime> refresh_;  ///< light registration, or the next try
    Duration pause_;

    struct PreGranted {
        bool makeCall = false;
        bool answerCall = false;
        bool throughGatekeeper = false;
        Duration reportEvery{};
    } preGranted_;

    std::map<std::uint64_t, Call> calls_;
    std::uint64_t ignored_ = 0;
    Actions actions_;
};

}  // namespace mcu::h323::ras

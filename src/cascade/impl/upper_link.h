// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cascade/impl/acceptor.h"
#include "cascade/impl/heartbeat.h"
#include "cascade/impl/hub.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/incident_traffic.h"
#include "cascade/impl/link_facts.h"
#include "cascade/impl/rate_limit.h"
#include "cascade/impl/roster_copy.h"
#include "cascade/impl/session_traffic.h"
#include "cascade/impl/upper_orders.h"
#include "cascade/settings.h"
#include "cascade/status.h"

namespace mcu::cascade {

/// The link to one slave, seen from its master: there for as long as the slave is configured,
/// connected or not. Owned by the CascadeService. Thread: control.
class UpperLink final : public StreamListener<wire::FromSlave> {
public:
    UpperLink(Hub& hub, SlaveSettings settings);
    ~UpperLink() override;

    /// The slave has called and its certificate is good: welcomes it, or says why not.
    Status admit(const std::shared_ptr<SlaveStream>& stream,
                 const Peer& peer,
                 const pki::CertificateFacts& certificate,
                 const wire::Hello& hello);
    /// It called and was refused before its link was asked.
    void noteRefusal(const Error& why);

    void want(const ConferenceId& conference, const std::vector<conference::FarWish>& wishes);
    void onTrunkState(const ConferenceId& conference, const SiteId& trunk);
    void onProgramme(const ConferenceId& conference);
    void onReachAbove();
    /// Plans or places of scripts may be other ones.
    void sessionsChanged();
    /// Sends what talkback has for it.
    void talk();
    /// Some times a second.
    void tick();

    Status connect();
    Status disconnect(const std::string& reason);
    /// The program ends.
    void stop();
    /// For the end of the program: until gRPC is done.
    void waitEnded();

    [[nodiscard]] LinkStatus status() const;

    [[nodiscard]] std::vector<OrderStatus> orders() const { return orders_.statuses(); }

    [[nodiscard]] std::map<std::string, Secret<std::string>> credentials() const;

    [[nodiscard]] const SlaveSettings& settings() const { return settings_; }

    /// Of the tiers below it, itself among them; as last told.
    [[nodiscard]] const Reach& reach() const { return reach_; }

    [[nodiscard]] bool controlled() const { return stream_ != nullptr; }

    [[nodiscard]] IncidentTraffic& incidents() { return incidents_; }

    void onOpen(const Peer& peer) override;
    void onMessage(const wire::FromSlave& message) override;
    void onEnded(const std::string& why) override;

private:
    void welcome(const wire::Hello& hello);
    void putTrunks(const wire::Hello& hello, bool fresh);
    void removeTrunks();
    void dispatch(const wire::FromSlave& message);
    void onRoster(const std::optional<RosterCopy::Change>& change);
    void onEvents(const wire::EventLog& log);
    void onChecks(const wire::CheckResults& results);
    void onAnswers(const wire::SessionAnswers& answers);
    void onTopology(const wire::Topology& topology);
    void onBye(const wire::Bye& bye);
    /// Ends the connection with a reason both ends read; the media go too when they may not stay.
    void refuse(const Error& why);
    void drop(LinkState state, const std::string& cause);
    void send(const wire::FromMaster& message);
    void sendProgramme();
    void sendRequests();
    void sendSessions();
    void checkTrunks();
    void checkCertificate();
    void tell(const std::string& kind,
              const std::string& severity,
              const std::string& text,
              std::map<std::string, std::string> fields = {});

    Hub& hub_;
    const SlaveSettings settings_;
    const std::string name_;
    ConferenceId conference_;
    LinkFacts facts_;
    std::shared_ptr<SlaveStream> stream_;
    Peer peer_;
    std::uint64_t session_ = 0;
    std::uint64_t instance_ = 0;  ///< of the slave's program, last seen
    std::optional<Heartbeat> heartbeat_;
    RateLimit rates_;
    RosterCopy roster_;
    IncidentIntake intake_;
    IncidentTraffic incidents_;
    SessionTraffic sessions_;
    UpperOrders orders_;
    Reach reach_;
    Policy policy_ = Policy::automatic;
    bool held_ = false;
    std::string holdReason_;
    std::vector<conference::TrunkSpec> trunks_;
    std::vector<conference::TrunkStatus> trunkStates_;
    std::optional<conference::ProgrammeState> programme_;            ///< last sent
    std::optional<std::vector<conference::RequestState>> requests_;  ///< last sent
    std::map<ConferenceId, std::vector<conference::FarWish>> wishes_;
    bool byOrder_ = false;  ///< down until it is connected again
    bool wasUp_ = false;
    SteadyTime upSince_{};
    SteadyTime certificateChecked_{};
    SteadyTime trunksChecked_{};
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace mcu::cascade

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cascade/cascade_service.h"
#include "cascade/impl/acceptor.h"
#include "cascade/impl/arrival.h"
#include "cascade/impl/hub.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/lower_link.h"
#include "cascade/impl/talkback.h"
#include "cascade/impl/upper_link.h"
#include "pki/revocation.h"

namespace mcu::cascade {

/// The links and what they share. Thread: control.
struct CascadeService::Impl final : public Hub, public Arrival::Owner {
public:
    Impl(Settings settings, Loop& loop, conference::CascadeHost& host, CredentialSink credentials);
    ~Impl() override;

    Status begin();
    void stop();
    Result<Outcome> execute(const conference::Actor& actor, const Command& command);
    [[nodiscard]] CascadeStatus status() const;
    void noteEvent(const conference::Event& event);
    void carryIncidents(incident::Exchange& exchange);
    void carryChecks(CheckKeeper& keeper);
    void carrySessions(SessionKeeper& keeper);
    void onFarSitesWanted(const ConferenceId& conference,
                          const std::vector<conference::FarWish>& wishes);
    void onTrunkState(const ConferenceId& conference, const SiteId& trunk);

    [[nodiscard]] int port() const { return acceptor_ ? acceptor_->port() : 0; }

    [[nodiscard]] std::map<std::string, std::uint64_t> counters() const { return counters_; }

    [[nodiscard]] LowerLink* master() const { return master_.get(); }

    [[nodiscard]] const std::vector<std::unique_ptr<UpperLink>>& slaves() const { return slaves_; }

    // Hub
    [[nodiscard]] const Settings& settings() const override { return settings_; }

    [[nodiscard]] Loop& loop() const override { return loop_; }

    [[nodiscard]] conference::CascadeHost& host() const override { return host_; }

    [[nodiscard]] wire::Identity identity() const override;

    [[nodiscard]] Talkback& talkback() override { return talkback_; }

    [[nodiscard]] IncidentLog& incidents() override { return incidents_; }

    [[nodiscard]] Result<pki::CertificateFacts> checkPeer(const std::string& pem,
                                                          const McuId& expected) const override;
    [[nodiscard]] Reach above() const override;
    [[nodiscard]] Reach below(const McuId& without) const override;
    void reachChanged() override;
    void credentialsChanged() override;
    [[nodiscard]] std::vector<conference::RequestState> requestsFromAbove() const override;

    [[nodiscard]] incident::Exchange* exchange() const override { return exchange_; }

    [[nodiscard]] CheckKeeper* checkKeeper() const override { return checkKeeper_; }

    [[nodiscard]] SessionKeeper* sessionKeeper() const override { return sessionKeeper_; }

    [[nodiscard]] McuId routeTo(const McuId& mcu) const override;

    void count(const std::string& what) override { ++counters_[what]; }

    void tell(const Notice& notice) override;

private:
    Status onGreeting(Arrival& arrival, const wire::Hello& hello) override;
    void onArrivalRefused(Arrival& arrival, const McuId& who, const Error& why) override;
    void onArrivalOver(Arrival& arrival) override;
    void onArrived(std::shared_ptr<SlaveStream> stream, const Peer& peer);
    void tick();
    [[nodiscard]] UpperLink* slave(const McuId& mcu) const;
    [[nodiscard]] std::vector<McuId> links() const;
    void wake(const McuId& link);
    void tellRefused(const std::string& kind, const Error& why, const std::string& address);

    // Commands, in service_commands.cpp.
    Result<Outcome> carryOut(const conference::Actor& actor, const ConnectLink& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const DisconnectLink& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const SetPolicy& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const Hold& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const ConfirmOrder& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const RefuseOrder& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const SelectSite& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const Say& command);
    Result<Outcome> carryOut(const conference::Actor& actor, const Acknowledge& command);

    const Settings settings_;
    Loop& loop_;
    conference::CascadeHost& host_;
    CredentialSink credentials_;
    const std::uint64_t instance_;
    pki::RevocationList revocations_;
    std::map<std::string, std::uint64_t> counters_;
    IncidentLog incidents_;
    Talkback talkback_;
    incident::Exchange* exchange_ = nullptr;
    CheckKeeper* checkKeeper_ = nullptr;
    SessionKeeper* sessionKeeper_ = nullptr;
    std::vector<std::unique_ptr<UpperLink>> slaves_;
    std::unique_ptr<LowerLink> master_;
    std::list<std::unique_ptr<Arrival>> arrivals_;
    std::map<std::string, SteadyTime> refusals_;  ///< told lately
    std::unique_ptr<Acceptor> acceptor_;
    Loop::TimerId timer_ = 0;
    bool changingReach_ = false;
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace mcu::cascade

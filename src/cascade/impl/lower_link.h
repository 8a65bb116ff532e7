// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cascade/impl/check_traffic.h"
#include "cascade/impl/dialer.h"
#include "cascade/impl/heartbeat.h"
#include "cascade/impl/hub.h"
#include "cascade/impl/incident_traffic.h"
#include "cascade/impl/link_facts.h"
#include "cascade/impl/order_book.h"
#include "cascade/impl/rate_limit.h"
#include "cascade/impl/roster_source.h"
#include "cascade/impl/session_traffic.h"
#include "cascade/impl/session_wire.h"
#include "cascade/settings.h"
#include "cascade/status.h"

namespace mcu::cascade {

/// The link to the master, seen from its slave: dials, and dials again for ever; tells the roster;
/// carries out orders. Owned by the CascadeService. Thread: control.
class LowerLink final : public StreamListener<wire::FromMaster> {
public:
    LowerLink(Hub& hub, MasterSettings settings);
    ~LowerLink() override;

    Status connect();
    Status disconnect(const std::string& reason);
    void stop();
    void waitEnded();
    /// Some times a second.
    void tick();

    void onTrunkState(const ConferenceId& conference, const SiteId& trunk);
    void onSelection(const ConferenceId& conference,
                     const SiteId& trunk,
                     const SiteId& site,
                     conference::SelectionStep step,
                     const std::string& why);
    void onRosterChanged(const ConferenceId& conference);
    void onReachBelow();

    /// Answers to the master's plans may be other ones.
    void sessionsChanged() { answers_.look(); }

    void talk();
    void sendEvents();

    void setPolicy(Policy policy);
    void setHold(bool on, const std::string& reason);

    [[nodiscard]] const RosterSource& roster() const { return roster_; }

    [[nodiscard]] OrderBook& book() { return book_; }

    [[nodiscard]] IncidentTraffic& incidents() { return incidents_; }

    [[nodiscard]] CheckTraffic& checks() { return checks_; }

    [[nodiscard]] const OrderBook& book() const { return book_; }

    [[nodiscard]] const MasterSettings& settings() const { return settings_; }

    [[nodiscard]] LinkStatus status() const;

    [[nodiscard]] const conference::ProgrammeState& programme() const { return programme_; }

    [[nodiscard]] const std::vector<conference::RequestState>& requests() const {
        return requests_;
    }

    /// The master's, none that has ended.
    [[nodiscard]] std::vector<SessionNews> sessions() const;

    /// Tiers and MCUs above us, as last told.
    [[nodiscard]] const Reach& reach() const { return reach_; }

    [[nodiscard]] bool controlled() const { return stream_ != nullptr && session_ != 0; }

    void onOpen(const Peer& peer) override;
    void onMessage(const wire::FromMaster& message) override;
    void onEnded(const std::string& why) override;

private:
    void dialNow();
    void hello();
    void onWelcome(const wire::Welcome& welcome);
    void putTrunks(const wire::Welcome& welcome, bool fresh);
    void removeTrunks();
    void dispatch(const wire::FromMaster& message);
    void onTopology(const wire::Topology& topology);
    void onSession(const wire::SessionPlace& place);
    void onPlanPart(const wire::PlanPart& part);
    void onBye(const Error& why);
    /// Ends the connection with a reason both ends read; the trunks go too.
    void refuse(const Error& why);
    void cutFor(const Error& why);
    /// The connection is over; the next is dialled after a while.
    void drop(LinkState state, const std::string& cause);
    void send(const wire::FromSlave& message);
    void sendWholeRoster();
    void readRoster();
    void checkTrunks();
    void tell(const std::string& kind,
              const std::string& severity,
              const std::string& text,
              std::map<std::string, std::string> fields = {});
    [[nodiscard]] std::string name() const;

    Hub& hub_;
    const MasterSettings settings_;
    LinkFacts facts_;
    std::shared_ptr<MasterStream> stream_;
    std::shared_ptr<Handshake> handshake_;
    Peer peer_;
    std::uint64_t session_ = 0;   ///< 0: not welcomed yet
    std::uint64_t instance_ = 0;  ///< of the master's program, last seen
    std::optional<Heartbeat> heartbeat_;
    RateLimit rates_;
    IncidentTraffic incidents_;
    CheckTraffic checks_;
    AnswerTraffic answers_;
    PlanIntake plans_;
    std::map<std::string, SessionNews> sessions_;  ///< of the master, as last told
    RosterSource roster_;
    OrderBook book_;
    Reach reach_;
    ConferenceId masterConference_;
    std::vector<conference::TrunkSpec> trunks_;
    std::vector<conference::TrunkStatus> trunkStates_;
    conference::ProgrammeState programme_;
    std::vector<conference::RequestState> requests_;
    bool wanted_ = false;
    bool wasUp_ = false;
    Duration backOff_{};
    SteadyTime dialAt_{};
    SteadyTime dialledAt_{};
    SteadyTime upSince_{};
    SteadyTime rosterAt_{};
    SteadyTime trunksChecked_{};
    SteadyTime certificateChecked_{};
    bool rosterDue_ = false;
    bool rosterAsked_ = false;
    std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace mcu::cascade

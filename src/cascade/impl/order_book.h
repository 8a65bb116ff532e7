// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "cascade/command.h"
#include "cascade/impl/hub.h"
#include "cascade/impl/roster_source.h"
#include "cascade/status.h"
#include "conference/trunk.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// The lower end's orders: each is carried out once, or waits for a technician, as the slave's own
/// policy says; a repeated one is answered as before. Knows what each up-link carries. No gRPC, no
/// timers: the owner calls tick(). Thread: control.
class OrderBook {
public:
    static constexpr Duration kEscalate = std::chrono::seconds(5);
    static constexpr std::size_t kRemembered = 1000;

    struct Ends {
        std::function<void(const wire::OrderReport&)> report;
        std::function<Status(int trunk, const conference::Selection&)> select;
        std::function<void(const Notice&)> tell;
    };

    OrderBook(McuId master, const Clock& clock, const RosterSource& roster, Ends ends);

    // ---- the link
    /// A connection with the master; orders that waited are void, it sends them again.
    void begin(std::uint64_t session, int trunks);
    void onOrder(const wire::Order& order);
    void onStep(int trunk,
                const SiteId& site,
                conference::SelectionStep step,
                const std::string& why);
    /// The trunk's call is another one: what it carries is selected on it anew.
    void reselect(int trunk);
    /// Deadlines and escalation.
    void tick();
    [[nodiscard]] std::vector<wire::Carried> carried() const;
    /// The trunks are gone, and what they carried.
    void forget();

    // ---- the technician
    void setPolicy(Policy policy);
    void setHold(bool on, const std::string& reason);
    Result<std::string> confirm(std::uint64_t order);
    Result<std::string> refuse(std::uint64_t order, const std::string& reason);
    Result<std::string> select(int trunk, const SiteId& site);

    [[nodiscard]] Policy policy() const { return policy_; }

    [[nodiscard]] bool held() const { return held_; }

    [[nodiscard]] const std::string& holdReason() const { return holdReason_; }

    [[nodiscard]] std::vector<OrderStatus> statuses() const;

private:
    enum class State : std::uint8_t { waiting, accepted, done, refused, expired, replaced };

    struct Entry {
        wire::Order order;
        State state = State::waiting;
        std::string reason;
        SteadyTime arrived{};
        SteadyTime ended{};
        bool escalated = false;
    };

    struct Carrying {
        conference::Selection selection;
        std::uint64_t order = 0;  ///< 0: our technician's
        std::set<conference::SelectionStep> steps;
    };

    Status acceptable(const wire::Order& order) const;
    /// Why it has to wait; empty: it has not.
    [[nodiscard]] std::string waitsFor(const wire::Order& order) const;
    void decide(Entry& entry);
    void carryOut(Entry& entry);
    void end(Entry& entry, State state, const std::string& reason);
    void answer(const Entry& entry);
    void reportStep(const Entry& entry, conference::SelectionStep step, const std::string& why);
    void checkDone(Entry& entry);
    void reconsider();
    Entry* waiting(std::uint64_t order);
    Entry* entryOf(const Carrying& carrying);
    void note(const Entry& entry,
              const std::string& what,
              const std::string& severity,
              const std::string& text) const;

    const McuId master_;
    const Clock& clock_;
    const RosterSource& roster_;
    Ends ends_;
    Policy policy_ = Policy::automatic;
    bool held_ = false;
    std::string holdReason_;
    std::uint64_t session_ = 0;
    std::uint64_t lastId_ = 0;
    std::map<std::uint64_t, Entry> entries_;  ///< of this session
    std::vector<Carrying> trunks_;
};

/// Whether an order has come all the way.
[[nodiscard]] bool complete(const wire::Order& order,
                            const std::set<conference::SelectionStep>& steps);

}  // namespace mcu::cascade

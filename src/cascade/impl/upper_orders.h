// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cascade/impl/hub.h"
#include "cascade/impl/roster_copy.h"
#include "cascade/impl/trunk_pool.h"
#include "cascade/status.h"
#include "conference/far_site.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// The upper end's orders to one slave: turns what the conference wants of its sites into orders by
/// way of a TrunkPool, follows each to its end, and says what comes of it. While control is lost it
/// waits; when it is back it orders only what differs. Thread: control.
class UpperOrders {
public:
    struct Ends {
        std::function<void(const wire::Order&)> send;
        std::function<void(int trunk, const SiteId& site)> carry;
        std::function<void(const SiteId&, conference::SelectionStep)> step;
        std::function<void(const SiteId&, const Error&)> refuse;
        std::function<void(const Notice&)> tell;
    };

    UpperOrders(
        McuId slave, std::string name, const Clock& clock, const RosterCopy& roster, Ends ends);

    /// Of the sites behind this link, most urgent first.
    void want(std::vector<conference::FarWish> wishes);
    void onReport(const wire::OrderReport& report);
    /// A connection: what its trunks carry already, by number.
    void linkUp(std::uint64_t session, int trunks, const std::vector<wire::Carried>& carried);

    void linkDown() { up_ = false; }

    /// Lingering, and deadlines nobody answered.
    void tick();

    void setPolicyWord(std::string word) { policy_ = std::move(word); }

    [[nodiscard]] std::vector<OrderStatus> statuses() const;

private:
    enum class State : std::uint8_t { sent, accepted, waiting, refused, expired, done, replaced };

    struct Issued {
        wire::Order order;
        State state = State::sent;
        std::string reason;
        SteadyTime sentAt{};
        SteadyTime ended{};
        bool escalated = false;
        std::set<conference::SelectionStep> steps;
    };

    struct Trunk {
        std::uint64_t order = 0;  ///< the last one for it
        bool consented = false;   ///< the slave carries this site: what fails now is the change
    };

    void plan();
    void issue(int trunk, const std::optional<conference::FarWish>& wish);
    void leave(const conference::FarWish& wish);
    void onStep(Issued& issued, const wire::OrderReport& report);
    void fail(Issued& issued, State state, const std::string& reason);
    [[nodiscard]] bool current(const Issued& issued) const;
    [[nodiscard]] bool blocked(const conference::FarWish& wish) const;
    [[nodiscard]] std::string siteName(const SiteId& site) const;
    void note(const Issued& issued,
              const std::string& what,
              const std::string& severity,
              const std::string& text) const;

    const McuId slave_;
    const std::string name_;
    const Clock& clock_;
    const RosterCopy& roster_;
    Ends ends_;
    TrunkPool pool_{0};
    std::vector<Trunk> trunks_;
    std::vector<conference::FarWish> wishes_;
    std::map<SiteId, conference::FarWish> blocked_;  ///< refused, until wanted more
    std::map<std::uint64_t, Issued> orders_;
    std::uint64_t lastId_ = 0;
    std::uint64_t session_ = 0;
    std::string policy_;
    bool up_ = false;
};

}  // namespace mcu::cascade

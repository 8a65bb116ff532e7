// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/upper_orders.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cascade/impl/order_book.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

using conference::FarWish;
using conference::SelectionStep;

namespace {

constexpr std::uint32_t kDeadlineMs = 30'000;
constexpr auto kSpare = std::chrono::seconds(2);  ///< for an answer on its way
constexpr auto kShown = std::chrono::seconds(30);

}  // namespace

UpperOrders::UpperOrders(
    McuId slave, std::string name, const Clock& clock, const RosterCopy& roster, Ends ends)
    : slave_(std::move(slave)),
      name_(std::move(name)),
      clock_(clock),
      roster_(roster),
      ends_(std::move(ends)) {}

std::string UpperOrders::siteName(const SiteId& site) const {
    const auto* far = roster_.find(site);
    return far == nullptr || far->record.name.empty() ? site.value : far->record.name;
}

bool UpperOrders::blocked(const FarWish& wish) const {
    const auto found = blocked_.find(wish.site);
    return found != blocked_.end() && found->second.use >= wish.use &&
           found->second.request == wish.request;
}

bool UpperOrders::current(const Issued& issued) const {
    const auto trunk = issued.order.trunk();
    return trunk < trunks_.size() && trunks_[trunk].order == issued.order.id();
}

void UpperOrders::want(std::vector<FarWish> wishes) {
    wishes_ = std::move(wishes);
    // What is not wanted any more may be wanted, and tried, again.
    std::erase_if(blocked_, [this](const auto& entry) {
        return std::none_of(wishes_.begin(), wishes_.end(), [&](const FarWish& wish) {
            return wish.site == entry.first;
        });
    });
    plan();
}

void UpperOrders::plan() {
    if (!up_ || !roster_.complete()) {
        return;
    }
    std::vector<FarWish> wishes;
    std::copy_if(wishes_.begin(), wishes_.end(), std::back_inserter(wishes), [&](const auto& wish) {
        return !blocked(wish) && roster_.find(wish.site) != nullptr;
    });
    const auto plan = pool_.assign(wishes, clock_.now());
    for (const auto& change : plan.changes) {
        issue(change.trunk, change.wish);
    }
    for (const auto& wish : plan.left) {
        leave(wish);
    }
}

void UpperOrders::leave(const FarWish& wish) {
    blocked_.insert_or_assign(wish.site, wish);
    const auto count = trunks_.size();
    const std::string which = count == 1   ? "the only up-link"
                              : count == 2 ? "both up-links"
                                           : "all " + std::to_string(count) + " up-links";
    ends_.refuse(wish.site,
                 Error(ErrorCode::refused,
                       which + " of " + name_ + (count == 1 ? " is" : " are") + " on air",
                       "take one of its sites off first, or give the link more up-links",
                       "cascade.no-uplink"));
}

void UpperOrders::issue(int trunk, const std::optional<FarWish>& wish) {
    auto& slot = trunks_[static_cast<std::size_t>(trunk)];
    const auto before = orders_.find(slot.order);
    bool same = false;
    if (before != orders_.end()) {
        same = wish && before->second.order.site() == wish->site.value;
        if (before->second.state == State::sent || before->second.state == State::accepted ||
            before->second.state == State::waiting) {
            before->second.state = State::replaced;
        }
    }
    Issued issued;
    auto& order = issued.order;
    order.set_id(++lastId_);
    order.set_session(session_);
    order.set_trunk(static_cast<std::uint32_t>(trunk));
    order.set_use(wire::USE_RELEASE);
    order.set_roster_version(roster_.version());
    order.set_deadline_ms(kDeadlineMs);
    if (wish) {
        order.set_site(wish->site.value);
        order.set_use(toWire(wish->use));
        order.set_microphone(wish->microphone);
        order.set_request(wish->request);
        if (const auto* far = roster_.find(wish->site); far != nullptr) {
            order.set_contributor(far->contributor);
        }
    }
    issued.sentAt = clock_.now();
    slot.order = order.id();
    slot.consented = slot.consented && same;
    while (orders_.size() > 500) {
        orders_.erase(orders_.begin());
    }
    const auto& kept = orders_[order.id()] = std::move(issued);
    // The gate opens for this contributor before its first packet can come.
    ends_.carry(trunk, SiteId{kept.order.site()});
    ends_.send(kept.order);
    note(kept, "sent", "info", "is asked for");
}

void UpperOrders::fail(Issued& issued, State state, const std::string& reason) {
    issued.state = state;
    issued.reason = reason;
    issued.ended = clock_.now();
    const SiteId site{issued.order.site()};
    const bool refused = state == State::refused;
    note(issued,
         refused ? "refused" : "expired",
         "warning",
         refused ? "was refused: " + reason : "was not answered in time: " + reason);
    if (!current(issued) || !site) {
        return;
    }
    const auto trunk = issued.order.trunk();
    const auto& slot = pool_.slots()[trunk];
    if (slot.wish) {
        blocked_.insert_or_assign(site, *slot.wish);
    }
    if (!trunks_[trunk].consented) {
        pool_.clear(static_cast<int>(trunk));
        trunks_[trunk].order = 0;
        ends_.carry(static_cast<int>(trunk), {});
    }
    ends_.refuse(site,
                 Error(refused ? ErrorCode::refused : ErrorCode::timeout,
                       name_ + " does not bring " + siteName(site) + ": " + reason,
                       "call its technician",
                       refused ? "cascade.refused" : "cascade.expired"));
    plan();
}

void UpperOrders::onReport(const wire::OrderReport& report) {
    const auto found = orders_.find(report.id());
    if (report.session() != session_ || found == orders_.end()) {
        return;
    }
    auto& issued = found->second;
    if (issued.state == State::refused || issued.state == State::expired) {
        return;
    }
    switch (report.state()) {
        case wire::ORDER_STATE_ACCEPTED:
            if (issued.state == State::sent || issued.state == State::waiting) {
                issued.state = State::accepted;
                issued.reason.clear();
                if (current(issued)) {
                    trunks_[issued.order.trunk()].consented = true;
                }
                note(issued, "accepted", "info", "is under way");
            }
            break;
        case wire::ORDER_STATE_WAITING:
            if (issued.state == State::sent || issued.state == State::waiting) {
                const bool escalates = report.escalated() && !issued.escalated;
                issued.state = State::waiting;
                issued.reason = report.reason();
                issued.escalated = report.escalated();
                note(issued,
                     escalates ? "escalated" : "waiting",
                     escalates ? "error" : "warning",
                     escalates ? "has not been confirmed there for 5 s: call its technician"
                               : "waits there (" + issued.reason + ")");
            }
            break;
        case wire::ORDER_STATE_REFUSED:
        case wire::ORDER_STATE_EXPIRED:
            if (issued.state != State::replaced) {
                fail(issued,
                     report.state() == wire::ORDER_STATE_REFUSED ? State::refused : State::expired,
                     report.reason());
            }
            break;
        case wire::ORDER_STATE_STEP:
            onStep(issued, report);
            break;
        default:
            break;
    }
    if (issued.state == State::accepted && complete(issued.order, issued.steps)) {
        issued.state = State::done;
        issued.ended = clock_.now();
        note(issued, "done", "info", "is done");
    }
}

void UpperOrders::onStep(Issued& issued, const wire::OrderReport& report) {
    SelectionStep step{};
    if (!stepFrom(report.step(), step) || !current(issued)) {
        return;
    }
    if (step == SelectionStep::lost) {
        issued.steps.clear();
        note(issued, "lost", "warning", "was lost: " + report.reason());
    } else if (!issued.steps.insert(step).second) {
        return;
    }
    ends_.step(SiteId{issued.order.site()}, step);
}

void UpperOrders::linkUp(std::uint64_t session,
                         int trunks,
                         const std::vector<wire::Carried>& carried) {
    session_ = session;
    up_ = true;
    const auto now = clock_.now();
    pool_.resize(trunks);
    trunks_.resize(static_cast<std::size_t>(trunks));
    for (int i = 0; i < trunks; ++i) {
        SiteId there;
        bool microphone = false;
        for (const auto& one : carried) {
            if (static_cast<int>(one.trunk()) == i) {
                there = SiteId{one.site()};
                microphone = one.microphone();
            }
        }
        auto& trunk = trunks_[static_cast<std::size_t>(i)];
        const auto slot = pool_.slots()[static_cast<std::size_t>(i)];
        const auto order = orders_.find(trunk.order);
        const bool open = order != orders_.end() && order->second.state != State::done;
        trunk.order = 0;
        if (slot.wish && slot.wish->site == there && slot.wish->microphone == microphone && !open) {
            ends_.carry(i, there);
            continue;
        }
        // Ordered anew when it is still wanted; what it carries else is left there for a while.
        pool_.clear(i);
        trunk.consented = there && slot.wish && slot.wish->site == there;
        if (there) {
            pool_.adopt(i, {there, FarWish::Use::precue, microphone, 0}, now);
            ends_.carry(i, there);
        }
        if (slot.wish && slot.wish->site != there) {
            ends_.carry(i, there);
        }
    }
    orders_.clear();
    blocked_.clear();
    plan();
}

void UpperOrders::tick() {
    const auto now = clock_.now();
    if (!up_) {
        return;
    }
    std::vector<std::uint64_t> late;
    for (const auto& [id, issued] : orders_) {
        if ((issued.state == State::sent || issued.state == State::waiting) &&
            now - issued.sentAt >= std::chrono::milliseconds(kDeadlineMs) + kSpare) {
            late.push_back(id);
        }
    }
    for (const auto id : late) {
        fail(orders_.at(id), State::expired, "no answer came");
    }
    plan();
}

std::vector<OrderStatus> UpperOrders::statuses() const {
    std::vector<OrderStatus> out;
    const auto now = clock_.now();
    for (const auto& [id, issued] : orders_) {
        const bool open = issued.state == State::sent || issued.state == State::accepted ||
                          issued.state == State::waiting;
        if (issued.state == State::replaced || (!open && now - issued.ended > kShown)) {
            continue;
        }
        OrderStatus status;
        status.id = id;
        status.mcu = slave_;
        status.site = SiteId{issued.order.site()};
        status.siteName = status.site ? siteName(status.site) : "";
        status.trunk = static_cast<int>(issued.order.trunk());
        status.use = nameOf(issued.order.use());
        constexpr const char* kWords[] = {
            "sent", "accepted", "waiting", "refused", "expired", "done", "replaced"};
        status.state = kWords[static_cast<std::size_t>(issued.state)];
        status.reason = issued.reason;
        status.ageSeconds = std::chrono::duration<double>(now - issued.sentAt).count();
        status.escalated = issued.escalated && issued.state == State::waiting;
        out.push_back(std::move(status));
    }
    return out;
}

void UpperOrders::note(const Issued& issued,
                       const std::string& what,
                       const std::string& severity,
                       const std::string& text) const {
    const auto& order = issued.order;
    const SiteId site{order.site()};
    const auto name = site ? siteName(site) : "nothing";
    ends_.tell({{},
                site,
                "cascade.order." + what,
                severity,
                "order " + std::to_string(order.id()) + " to " + slave_.value + ", " + name +
                    " on up-link " + std::to_string(order.trunk()) + ", " + text,
                {{"order", std::to_string(order.id())},
                 {"link", slave_.value},
                 {"trunk", std::to_string(order.trunk())},
                 {"use", std::string(nameOf(order.use()))},
                 {"microphone", order.microphone() ? "on" : "off"},
                 {"request", std::to_string(order.request())},
                 {"reason", issued.reason}}});
}

}  // namespace mcu::cascade

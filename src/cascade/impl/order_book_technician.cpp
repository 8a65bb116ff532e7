// SPDX-License-Identifier: GPL-3.0-or-later
// What the slave's technician does with orders, and what time does.
#include <algorithm>
#include <chrono>

#include "cascade/impl/order_book.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

constexpr auto kShown = std::chrono::seconds(30);

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

void OrderBook::tick() {
    const auto now = clock_.now();
    for (auto& [id, entry] : entries_) {
        if (entry.state != State::waiting) {
            continue;
        }
        const auto age = now - entry.arrived;
        if (entry.order.deadline_ms() > 0 &&
            age >= std::chrono::milliseconds(entry.order.deadline_ms())) {
            const auto waited = entry.reason;
            end(entry, State::expired, "nobody answered in time (" + waited + ")");
            answer(entry);
            note(entry, "expired", "warning", "has expired");
        } else if (!entry.escalated && entry.reason == "confirm" && age >= kEscalate) {
            entry.escalated = true;
            answer(entry);
            note(entry, "escalated", "error", "has not been confirmed for 5 s");
        }
    }
}

void OrderBook::reconsider() {
    for (auto& [id, entry] : entries_) {
        if (entry.state == State::waiting) {
            decide(entry);
        }
    }
}

void OrderBook::setPolicy(Policy policy) {
    policy_ = policy;
    reconsider();
}

void OrderBook::setHold(bool on, const std::string& reason) {
    held_ = on;
    holdReason_ = on ? reason : "";
    reconsider();
}

OrderBook::Entry* OrderBook::waiting(std::uint64_t order) {
    for (auto& [id, entry] : entries_) {
        if (entry.state == State::waiting && (order == 0 || id == order)) {
            return &entry;
        }
    }
    return nullptr;
}

Result<std::string> OrderBook::confirm(std::uint64_t order) {
    auto* entry = waiting(order);
    if (entry == nullptr) {
        return Error(ErrorCode::notFound,
                     order == 0 ? std::string("no order waits")
                                : "order " + std::to_string(order) + " does not wait",
                     "see the cascade for the orders that wait",
                     "cascade.no-order");
    }
    carryOut(*entry);
    if (entry->state == State::refused) {
        return Error(ErrorCode::refused,
                     "order " + std::to_string(entry->order.id()) +
                         " cannot be carried out: " + entry->reason,
                     {},
                     "cascade.order");
    }
    return "order " + std::to_string(entry->order.id()) + " is carried out";
}

Result<std::string> OrderBook::refuse(std::uint64_t order, const std::string& reason) {
    auto* entry = waiting(order);
    if (entry == nullptr) {
        return Error(ErrorCode::notFound,
                     order == 0 ? std::string("no order waits")
                                : "order " + std::to_string(order) + " does not wait",
                     "see the cascade for the orders that wait",
                     "cascade.no-order");
    }
    end(*entry, State::refused, reason.empty() ? "the technician refused" : reason);
    answer(*entry);
    note(*entry, "refused", "warning", "refused: " + entry->reason);
    return "order " + std::to_string(entry->order.id()) + " is refused";
}

Result<std::string> OrderBook::select(int number, const SiteId& site) {
    if (number < 0 || number >= static_cast<int>(trunks_.size())) {
        return Error(ErrorCode::notFound,
                     "there is no up-link " + std::to_string(number),
                     "see the cascade for the up-links there are",
                     "cascade.no-trunk");
    }
    for (auto& [id, entry] : entries_) {
        if (entry.state == State::waiting && static_cast<int>(entry.order.trunk()) == number &&
            entry.order.site() == site.value) {
            return confirm(id);
        }
    }
    auto& trunk = trunks_[static_cast<std::size_t>(number)];
    if (policy_ != Policy::manual && trunk.order != 0 && trunk.selection.site && !held_ &&
        trunk.selection.site != site) {
        return Error(ErrorCode::refused,
                     "up-link " + std::to_string(number) + " carries " +
                         trunk.selection.site.value + " by order of " + master_.value,
                     "set the policy to manual, or hold orders first",
                     "cascade.ordered");
    }
    const auto contributor = site ? roster_.contributorOf(site) : 0;
    if (site && contributor == 0) {
        return Error(ErrorCode::notFound,
                     site.value + " is not in the conference",
                     "list the sites to see their ids and names",
                     "cascade.no-site");
    }
    const conference::Selection selection{site, contributor, static_cast<bool>(site), true};
    if (auto done = ends_.select(number, selection); !done) {
        return done.error();
    }
    trunk = {selection, 0, {}};
    return site ? site.value + " is on up-link " + std::to_string(number)
                : "up-link " + std::to_string(number) + " carries nothing";
}

std::vector<wire::Carried> OrderBook::carried() const {
    std::vector<wire::Carried> out;
    for (std::size_t i = 0; i < trunks_.size(); ++i) {
        wire::Carried one;
        one.set_trunk(static_cast<std::uint32_t>(i));
        one.set_site(trunks_[i].selection.site.value);
        one.set_microphone(trunks_[i].selection.microphone);
        out.push_back(one);
    }
    return out;
}

std::vector<OrderStatus> OrderBook::statuses() const {
    std::vector<OrderStatus> out;
    const auto now = clock_.now();
    for (const auto& [id, entry] : entries_) {
        const bool open = entry.state == State::waiting || entry.state == State::accepted;
        if (entry.state == State::replaced || (!open && now - entry.ended > kShown)) {
            continue;
        }
        OrderStatus status;
        status.id = id;
        status.mcu = master_;
        status.site = SiteId{entry.order.site()};
        status.siteName = status.site ? roster_.nameOf(status.site) : "";
        status.trunk = static_cast<int>(entry.order.trunk());
        status.use = nameOf(entry.order.use());
        constexpr const char* kWords[] = {
            "waiting", "accepted", "done", "refused", "expired", "replaced"};
        status.state = kWords[static_cast<std::size_t>(entry.state)];
        status.reason = entry.reason;
        status.ageSeconds = seconds(now - entry.arrived);
        status.escalated = entry.escalated && entry.state == State::waiting;
        out.push_back(std::move(status));
    }
    return out;
}

void OrderBook::note(const Entry& entry,
                     const std::string& what,
                     const std::string& severity,
                     const std::string& text) const {
    const auto& order = entry.order;
    const SiteId site{order.site()};
    const auto name = order.use() == wire::USE_RELEASE ? "nothing" : roster_.nameOf(site);
    ends_.tell({{},
                site,
                "cascade.order." + what,
                severity,
                "order " + std::to_string(order.id()) + " of " + master_.value + ", " + name +
                    " on up-link " + std::to_string(order.trunk()) + ", " + text,
                {{"order", std::to_string(order.id())},
                 {"link", master_.value},
                 {"trunk", std::to_string(order.trunk())},
                 {"use", std::string(nameOf(order.use()))},
                 {"microphone", order.microphone() ? "on" : "off"},
                 {"request", std::to_string(order.request())},
                 {"reason", entry.reason}}});
}

}  // namespace mcu::cascade

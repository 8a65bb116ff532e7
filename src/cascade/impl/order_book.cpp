// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/order_book.h"

#include <algorithm>
#include <utility>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

using conference::SelectionStep;

bool complete(const wire::Order& order, const std::set<SelectionStep>& steps) {
    if (order.use() == wire::USE_RELEASE) {
        return true;
    }
    if (!steps.contains(SelectionStep::pictureUp)) {
        return false;
    }
    return order.use() != wire::USE_TAKE ||
           (steps.contains(SelectionStep::soundDown) &&
            (!order.microphone() || steps.contains(SelectionStep::soundUp)));
}

OrderBook::OrderBook(McuId master, const Clock& clock, const RosterSource& roster, Ends ends)
    : master_(std::move(master)), clock_(clock), roster_(roster), ends_(std::move(ends)) {}

void OrderBook::begin(std::uint64_t session, int trunks) {
    session_ = session;
    lastId_ = 0;
    entries_.clear();
    trunks_.resize(static_cast<std::size_t>(trunks));
    for (auto& trunk : trunks_) {
        trunk.order = 0;
    }
}

void OrderBook::forget() {
    entries_.clear();
    trunks_.clear();
}

Status OrderBook::acceptable(const wire::Order& order) const {
    const auto refuse = [](const std::string& why) {
        return Error(ErrorCode::refused, why, {}, "cascade.order");
    };
    if (order.session() != session_) {
        return refuse("the order is of an earlier link");
    }
    if (order.id() <= lastId_) {
        return refuse("the order is older than others already answered");
    }
    if (order.trunk() >= trunks_.size()) {
        return refuse("there is no up-link " + std::to_string(order.trunk()));
    }
    if (order.use() == wire::USE_RELEASE) {
        return {};
    }
    const auto contributor = roster_.contributorOf(SiteId{order.site()});
    if (contributor == 0) {
        return refuse(order.site() + " is not in the conference any more");
    }
    if (order.contributor() != contributor) {
        return refuse("the order was made from an older roster");
    }
    return {};
}

void OrderBook::onOrder(const wire::Order& order) {
    if (order.session() == session_) {
        if (const auto known = entries_.find(order.id()); known != entries_.end()) {
            answer(known->second);
            return;
        }
    }
    if (const auto good = acceptable(order); !good) {
        Entry stranger{order, State::refused, good.error().message, clock_.now(), {}, false};
        if (order.session() == session_ && order.id() > lastId_) {
            lastId_ = order.id();
            entries_.insert_or_assign(order.id(), stranger);
        }
        answer(stranger);
        note(stranger, "refused", "warning", "refused: " + stranger.reason);
        return;
    }
    lastId_ = order.id();
    for (auto& [id, other] : entries_) {
        if (other.order.trunk() == order.trunk() &&
            (other.state == State::waiting || other.state == State::accepted)) {
            end(other, State::replaced, "a newer order came");
        }
    }
    auto& entry = entries_[order.id()];
    entry = {order, State::waiting, {}, clock_.now(), {}, false};
    while (entries_.size() > kRemembered) {
        entries_.erase(entries_.begin());
    }
    decide(entry);
}

std::string OrderBook::waitsFor(const wire::Order& order) const {
    const auto& trunk = trunks_[order.trunk()];
    // Consent was given for this site on this up-link: its sound may come and go.
    if (trunk.selection.site.value == order.site()) {
        return {};
    }
    if (held_) {
        return "hold: " + holdReason_;
    }
    if (order.use() == wire::USE_RELEASE || policy_ == Policy::automatic) {
        return {};
    }
    return policy_ == Policy::confirm ? "confirm" : "manual";
}

void OrderBook::decide(Entry& entry) {
    const auto wait = waitsFor(entry.order);
    if (wait.empty()) {
        carryOut(entry);
        return;
    }
    if (entry.reason != wait) {
        entry.reason = wait;
        answer(entry);
        note(entry, "waiting", "warning", "waits for us (" + wait + ")");
    }
}

void OrderBook::carryOut(Entry& entry) {
    const auto& order = entry.order;
    conference::Selection selection;
    if (order.use() != wire::USE_RELEASE) {
        selection = {SiteId{order.site()}, order.contributor(), order.microphone(), true};
    }
    if (const auto done = ends_.select(static_cast<int>(order.trunk()), selection); !done) {
        end(entry, State::refused, done.error().message);
        answer(entry);
        note(entry, "refused", "warning", "cannot be done: " + entry.reason);
        return;
    }
    auto& trunk = trunks_[order.trunk()];
    std::set<SelectionStep> steps;
    if (trunk.selection.site == selection.site) {
        // Select told these once; they hold for the new order too.
        steps = trunk.steps;
        if (trunk.selection.microphone != selection.microphone) {
            steps.erase(SelectionStep::soundUp);
        }
    }
    trunk = {selection, order.id(), {}};
    entry.state = State::accepted;
    entry.reason.clear();
    answer(entry);
    note(entry, "accepted", "info", "is carried out");
    for (const auto step : steps) {
        trunk.steps.insert(step);
        reportStep(entry, step, {});
    }
    checkDone(entry);
}

void OrderBook::end(Entry& entry, State state, const std::string& reason) {
    entry.state = state;
    entry.reason = reason;
    entry.ended = clock_.now();
}

void OrderBook::answer(const Entry& entry) {
    wire::OrderReport report;
    report.set_id(entry.order.id());
    report.set_session(entry.order.session());
    report.set_at_us(microseconds(clock_.wallNow()));
    report.set_reason(fitted(entry.reason, limit::kText));
    report.set_escalated(entry.escalated);
    switch (entry.state) {
        case State::waiting:
            report.set_state(wire::ORDER_STATE_WAITING);
            break;
        case State::accepted:
        case State::done:
            report.set_state(wire::ORDER_STATE_ACCEPTED);
            break;
        case State::expired:
            report.set_state(wire::ORDER_STATE_EXPIRED);
            break;
        case State::refused:
        case State::replaced:
            report.set_state(wire::ORDER_STATE_REFUSED);
            break;
    }
    ends_.report(report);
}

void OrderBook::reportStep(const Entry& entry, SelectionStep step, const std::string& why) {
    wire::OrderReport report;
    report.set_id(entry.order.id());
    report.set_session(entry.order.session());
    report.set_state(wire::ORDER_STATE_STEP);
    report.set_step(std::string(wordOf(step)));
    report.set_reason(fitted(why, limit::kText));
    report.set_at_us(microseconds(clock_.wallNow()));
    ends_.report(report);
}

OrderBook::Entry* OrderBook::entryOf(const Carrying& carrying) {
    const auto found = entries_.find(carrying.order);
    return carrying.order == 0 || found == entries_.end() ? nullptr : &found->second;
}

void OrderBook::onStep(int number, const SiteId& site, SelectionStep step, const std::string& why) {
    if (number < 0 || number >= static_cast<int>(trunks_.size())) {
        return;
    }
    auto& trunk = trunks_[static_cast<std::size_t>(number)];
    if (trunk.selection.site != site || !site) {
        return;
    }
    if (step == SelectionStep::lost) {
        trunk.steps.clear();
    } else {
        trunk.steps.insert(step);
    }
    if (auto* entry = entryOf(trunk); entry != nullptr) {
        reportStep(*entry, step, why);
        checkDone(*entry);
    }
}

void OrderBook::reselect(int number) {
    if (number < 0 || number >= static_cast<int>(trunks_.size())) {
        return;
    }
    auto& trunk = trunks_[static_cast<std::size_t>(number)];
    trunk.steps.clear();
    if (trunk.selection.site && !ends_.select(number, trunk.selection)) {
        trunk = {};
    }
}

void OrderBook::checkDone(Entry& entry) {
    if (entry.state == State::accepted &&
        complete(entry.order, trunks_[entry.order.trunk()].steps)) {
        end(entry, State::done, {});
        note(entry, "done", "info", "is done");
    }
}

}  // namespace mcu::cascade

// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/event_log.h"

namespace mcu::conference {

void EventLog::emit(Event event) {
    event.number = ++lastNumber_;
    event.at = clock_.wallNow();
    std::vector<std::uint64_t> subscriptions;
    subscriptions.reserve(handlers_.size());
    for (const auto& [subscription, handler] : handlers_) {
        subscriptions.push_back(subscription);
    }
    for (const auto subscription : subscriptions) {
        if (const auto found = handlers_.find(subscription); found != handlers_.end()) {
            const auto handler = found->second;  // it may unsubscribe itself
            handler(event);
        }
    }
}

std::uint64_t EventLog::subscribe(std::function<void(const Event&)> handler) {
    handlers_.emplace(++lastSubscription_, std::move(handler));
    return lastSubscription_;
}

void EventLog::unsubscribe(std::uint64_t subscription) {
    handlers_.erase(subscription);
}

}  // namespace mcu::conference

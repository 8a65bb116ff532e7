// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/reply_cache.h"

#include <algorithm>
#include <utility>

namespace mcu::h323::gatekeeper {

namespace {

/// Longer than any endpoint repeats a request.
constexpr auto kRemembered = std::chrono::seconds(30);

}  // namespace

const Octets* ReplyCache::find(const NetAddress& source,
                               std::uint16_t sequence,
                               std::span<const std::uint8_t> request,
                               SteadyTime now) {
    forget(now);
    const auto found = entries_.find({source.toString(), sequence});
    // An endpoint that started anew may use the number again for something else.
    const bool same = found != entries_.end() && std::equal(request.begin(),
                                                            request.end(),
                                                            found->second.request.begin(),
                                                            found->second.request.end());
    return same ? &found->second.reply : nullptr;
}

void ReplyCache::put(const NetAddress& source,
                     std::uint16_t sequence,
                     std::span<const std::uint8_t> request,
                     Octets reply,
                     SteadyTime now) {
    forget(now);
    const Key key{source.toString(), sequence};
    entries_.insert_or_assign(key,
                              Entry{Octets(request.begin(), request.end()), std::move(reply), now});
    order_.emplace_back(now, key);
}

void ReplyCache::forget(SteadyTime now) {
    while (!order_.empty() &&
           (order_.front().first + kRemembered <= now || order_.size() > kMost)) {
        const auto found = entries_.find(order_.front().second);
        if (found != entries_.end() && found->second.at <= order_.front().first) {
            entries_.erase(found);
        }
        order_.pop_front();
    }
}

}  // namespace mcu::h323::gatekeeper

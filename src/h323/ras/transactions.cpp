// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/transactions.h"

#include <algorithm>
#include <utility>

namespace mcu::h323::ras {

std::uint16_t Transactions::nextSequence() {
    do {
        ++last_;
    } while (last_ == 0 || open_.contains(last_));
    return last_;
}

void Transactions::open(Request request, SteadyTime now) {
    request.due = now + request.interval;
    const auto sequence = request.sequence;
    open_.insert_or_assign(sequence, std::move(request));
}

const Request* Transactions::find(std::uint16_t sequence) const {
    const auto found = open_.find(sequence);
    return found == open_.end() ? nullptr : &found->second;
}

void Transactions::close(std::uint16_t sequence) {
    open_.erase(sequence);
}

void Transactions::closeAbout(std::uint64_t call) {
    std::erase_if(open_, [call](const auto& each) { return each.second.about == call; });
}

void Transactions::postpone(std::uint16_t sequence, Duration delay, SteadyTime now) {
    const auto found = open_.find(sequence);
    if (found != open_.end()) {
        found->second.due = now + delay + found->second.interval;
    }
}

Transactions::Due Transactions::due(SteadyTime now) {
    Due due;
    for (auto each = open_.begin(); each != open_.end();) {
        auto& request = each->second;
        if (request.due > now) {
            ++each;
            continue;
        }
        if (request.left > 0) {
            --request.left;
            request.due = now + request.interval;
            due.again.push_back(request);
            ++each;
        } else {
            due.expired.push_back(std::move(request));
            each = open_.erase(each);
        }
    }
    return due;
}

std::optional<SteadyTime> Transactions::nextTimer() const {
    std::optional<SteadyTime> next;
    for (const auto& [sequence, request] : open_) {
        next = next ? std::min(*next, request.due) : request.due;
    }
    return next;
}

}  // namespace mcu::h323::ras

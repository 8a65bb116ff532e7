// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/inbox.h"

#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace mcu::cli::console {

namespace {

constexpr std::size_t kMost = 1000;

}  // namespace

Inbox::Inbox() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Inbox::~Inbox() {
    close(descriptor_);
}

void Inbox::put(Tidings tidings) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(tidings));
        if (waiting_.size() > kMost) {
            waiting_.pop_front();
        }
    }
    const std::uint64_t one = 1;
    (void)!write(descriptor_, &one, sizeof one);
}

std::vector<Tidings> Inbox::takeAll() {
    std::uint64_t count = 0;
    (void)!::read(descriptor_, &count, sizeof count);
    const std::lock_guard lock(mutex_);
    std::vector<Tidings> all(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(waiting_.end()));
    waiting_.clear();
    return all;
}

}  // namespace mcu::cli::console

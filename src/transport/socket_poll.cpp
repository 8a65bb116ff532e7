// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/socket_poll.h"

#include "base/check.h"

namespace mcu::transport {

SocketPoll::SocketPoll() : poll_(epoll_create1(EPOLL_CLOEXEC)) {
    MCU_CHECK(poll_.isOpen());
}

void SocketPoll::add(int fd, Stream& stream, bool rtcp) {
    auto entry = std::make_unique<Entry>();
    entry->fd = fd;
    entry->stream = &stream;
    entry->rtcp = rtcp;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = entry.get();
    MCU_CHECK(epoll_ctl(poll_.get(), EPOLL_CTL_ADD, fd, &event) == 0);
    entries_[fd] = std::move(entry);
}

void SocketPoll::remove(int fd) {
    const auto found = entries_.find(fd);
    if (found == entries_.end()) {
        return;
    }
    (void)epoll_ctl(poll_.get(), EPOLL_CTL_DEL, fd, nullptr);
    std::erase(again_, found->second.get());
    entries_.erase(found);
}

}  // namespace mcu::transport

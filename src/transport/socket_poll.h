// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <sys/epoll.h>
#include <unordered_map>
#include <vector>

#include "transport/net/udp_socket.h"

namespace mcu::transport {

class Stream;

/// Which sockets of a media thread have something to read (epoll, edge-triggered: a socket is
/// reported once and then read empty). A socket left before it was empty is offered again. Owned by
/// MediaThread.
class SocketPoll {
public:
    struct Entry {
        int fd = -1;
        Stream* stream = nullptr;
        bool rtcp = false;
        std::uint32_t dropCount = 0;  ///< SO_RXQ_OVFL as last seen
        bool again = false;
    };

    SocketPoll();

    void add(int fd, Stream& stream, bool rtcp);
    void remove(int fd);

    /// Calls read(Entry&) for each ready socket; it returns true when the socket may hold more.
    template <typename Read>
    void sweep(Read read) {
        againNow_.swap(again_);
        for (Entry* entry : againNow_) {
            entry->again = false;
            offer(*entry, read);
        }
        againNow_.clear();
        int count = 0;
        do {
            count = epoll_wait(poll_.get(), events_.data(), static_cast<int>(events_.size()), 0);
            for (int i = 0; i < count; ++i) {
                offer(*static_cast<Entry*>(events_[static_cast<std::size_t>(i)].data.ptr), read);
            }
        } while (count == static_cast<int>(events_.size()));
    }

private:
    template <typename Read>
    void offer(Entry& entry, Read& read) {
        if (read(entry) && !entry.again) {
            entry.again = true;
            again_.push_back(&entry);
        }
    }

    FileDescriptor poll_;
    std::array<epoll_event, 256> events_{};
    std::unordered_map<int, std::unique_ptr<Entry>> entries_;
    std::vector<Entry*> again_;
    std::vector<Entry*> againNow_;
};

}  // namespace mcu::transport

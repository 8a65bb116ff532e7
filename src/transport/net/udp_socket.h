// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include "base/net_address.h"
#include "base/result.h"

namespace mcu::transport {

/// Owns a file descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;

    explicit FileDescriptor(int fd) : fd_(fd) {}

    ~FileDescriptor() { reset(); }

    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        if (this != &other) {
            reset();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }

    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    void reset();

    [[nodiscard]] int get() const { return fd_; }

    [[nodiscard]] bool isOpen() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// A bound, non-blocking UDP socket for media: large buffers, overrun counter (SO_RXQ_OVFL) and,
/// where the kernel has it, coalesced receive (UDP_GRO).
struct UdpSocket {
    FileDescriptor fd;
    NetAddress local;  ///< as bound, with the kernel's port
};

/// Port 0: the kernel chooses.
Result<UdpSocket> openUdpSocket(const NetAddress& local, int bufferBytes);

/// Raises this process's limit of open files to what it may have: 240 sessions need some 1000.
void raiseOpenFileLimit();

}  // namespace mcu::transport

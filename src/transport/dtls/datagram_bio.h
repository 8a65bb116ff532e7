// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include <openssl/bio.h>

namespace mcu::dtls {

/// Stands for the network below one SSL object: one datagram in at a time, a short queue of
/// datagrams out, boundaries kept (OpenSSL 3.0 has no datagram memory BIO). Owned by the
/// association and must stay at its address while the BIO lives. When the queue is full a datagram
/// is dropped, as a network may; the retransmission brings it again.
class DatagramBio {
public:
    explicit DatagramBio(std::size_t mtu) : mtu_(mtu) {}

    DatagramBio(const DatagramBio&) = delete;
    DatagramBio& operator=(const DatagramBio&) = delete;

    /// A new BIO on this; the SSL object that gets it owns it. Null when OpenSSL is out of memory.
    BIO* makeBio();

    /// The octets the next read yields, all at once. They must live until the reads are over.
    void setIncoming(std::span<const std::byte> datagram) { incoming_ = datagram; }

    std::size_t takeOutgoing(std::span<std::byte> buffer);

private:
    static int onWrite(BIO* bio, const char* data, int length);
    static int onRead(BIO* bio, char* buffer, int capacity);
    static long onControl(BIO* bio, int command, long number, void* pointer);
    static BIO_METHOD* method();

    std::size_t mtu_;
    std::span<const std::byte> incoming_;
    std::array<std::byte, 8192> outgoing_;
    std::array<std::size_t, 16> lengths_{};
    std::size_t queued_ = 0;  ///< datagrams in outgoing_
    std::size_t taken_ = 0;   ///< of which taken
    std::size_t used_ = 0;    ///< octets in outgoing_
    std::size_t readAt_ = 0;
};

}  // namespace mcu::dtls

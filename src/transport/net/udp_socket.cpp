// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/udp_socket.h"

#include <cerrno>
#include <cstring>
#include <netinet/udp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mcu::transport {

namespace {

void setOption(int fd, int level, int option, int value) {
    // Each of these is an improvement the socket works without.
    (void)setsockopt(fd, level, option, &value, sizeof value);
}

void setBuffer(int fd, int forced, int plain, int bytes) {
    if (setsockopt(fd, SOL_SOCKET, forced, &bytes, sizeof bytes) != 0) {
        setOption(fd, SOL_SOCKET, plain, bytes);
    }
}

Error failure(const char* what, const NetAddress& address, int code) {
    return {ErrorCode::unavailable,
            std::string(what) + " " + address.toString() + ": " + std::strerror(code)};
}

}  // namespace

void FileDescriptor::reset() {
    if (fd_ >= 0) {
        close(fd_);
        fd_ = -1;
    }
}

Result<UdpSocket> openUdpSocket(const NetAddress& local, int bufferBytes) {
    UdpSocket made;
    made.fd = FileDescriptor(
        socket(local.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP));
    const int fd = made.fd.get();
    if (fd < 0) {
        return failure("no socket for", local, errno);
    }
    if (local.family() == AF_INET6) {
        setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    }
    if (bind(fd, local.sockaddrPointer(), local.sockaddrLength()) != 0) {
        return failure("cannot bind", local, errno);
    }
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) != 0) {
        return failure("no name of", local, errno);
    }
    made.local = NetAddress::fromSockaddr(bound);
    setBuffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, bufferBytes);
    setBuffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, bufferBytes);
    setOption(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
    setOption(fd, IPPROTO_UDP, UDP_GRO, 1);
    return made;
}

void raiseOpenFileLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        constexpr rlim_t kEnough = 65536;
        limit.rlim_cur = limit.rlim_max < kEnough ? limit.rlim_max : kEnough;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

}  // namespace mcu::transport

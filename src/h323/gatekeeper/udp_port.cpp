// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/udp_port.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

#include "h323/ras/message.h"

namespace mcu::h323::gatekeeper {

namespace {

Error failed(const std::string& what, const NetAddress& address) {
    return {ErrorCode::unavailable,
            what + " " + address.toString() + ": " + std::strerror(errno),
            errno == EADDRINUSE ? "another gatekeeper or program has this port: stop it, or give "
                                  "another one"
                                : "give an address of this machine"};
}

void joinEverywhere(int fd, const NetAddress& group) {
    if (group.family() != AF_INET) {
        return;
    }
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) {
        return;
    }
    for (const auto* each = all; each != nullptr; each = each->ifa_next) {
        if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET ||
            (each->ifa_flags & IFF_UP) == 0) {
            continue;
        }
        ip_mreq join{};
        join.imr_multiaddr =
            reinterpret_cast<const sockaddr_in*>(group.sockaddrPointer())->sin_addr;
        join.imr_interface = reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr;
        // An interface that has no multicast is none to be found on.
        (void)::setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof join);
    }
    ::freeifaddrs(all);
}

NetAddress nameOf(int fd) {
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    return ::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &length) == 0
               ? NetAddress::fromSockaddr(storage)
               : NetAddress();
}

}  // namespace

Result<UdpPort> UdpPort::open(const NetAddress& address, const NetAddress& group) {
    const int fd = ::socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return failed("no socket for", address);
    }
    UdpPort port(fd, address);
    const int on = 1;
    const int level = address.family() == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
    const int info = address.family() == AF_INET6 ? IPV6_RECVPKTINFO : IP_PKTINFO;
    (void)::setsockopt(fd, level, info, &on, sizeof on);
    if (group.isSet()) {
        // Several gatekeepers of a machine may be looked for.
        (void)::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    }
    if (::bind(fd, address.sockaddrPointer(), address.sockaddrLength()) != 0) {
        return failed("cannot listen at", address);
    }
    if (group.isSet()) {
        joinEverywhere(fd, group);
    }
    port.bound_ = nameOf(fd);
    return port;
}

UdpPort::UdpPort(UdpPort&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), bound_(other.bound_) {}

UdpPort::~UdpPort() {
    if (fd_ >= 0) {
        ::close(fd_);
    }
}

std::optional<UdpPort::Datagram> UdpPort::receive() {
    Datagram datagram;
    datagram.octets.resize(ras::kMostOctets);
    sockaddr_storage from{};
    iovec part{datagram.octets.data(), datagram.octets.size()};
    alignas(cmsghdr) std::array<char, 256> control{};
    msghdr message{};
    message.msg_name = &from;
    message.msg_namelen = sizeof from;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto length = ::recvmsg(fd_, &message, 0);
    if (length < 0) {
        return {};
    }
    datagram.octets.resize(static_cast<std::size_t>(length));
    datagram.from = NetAddress::fromSockaddr(from);
    for (auto* each = CMSG_FIRSTHDR(&message); each != nullptr;
         each = CMSG_NXTHDR(&message, each)) {
        if (each->cmsg_level != IPPROTO_IP || each->cmsg_type != IP_PKTINFO) {
            continue;
        }
        in_pktinfo info{};
        std::memcpy(&info, CMSG_DATA(each), sizeof info);
        datagram.multicast = IN_MULTICAST(ntohl(info.ipi_addr.s_addr));
        sockaddr_storage storage{};
        auto& in = reinterpret_cast<sockaddr_in&>(storage);
        in.sin_family = AF_INET;
        in.sin_addr = datagram.multicast ? info.ipi_spec_dst : info.ipi_addr;
        in.sin_port = htons(bound_.port());
        datagram.to = NetAddress::fromSockaddr(storage);
    }
    return datagram;
}

void UdpPort::send(const NetAddress& to, const Octets& octets, const NetAddress& source) {
    iovec part{const_cast<std::uint8_t*>(octets.data()), octets.size()};
    msghdr message{};
    message.msg_name = const_cast<sockaddr*>(to.sockaddrPointer());
    message.msg_namelen = to.sockaddrLength();
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control{};
    if (source.isSet() && source.family() == AF_INET && to.family() == AF_INET) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = IPPROTO_IP;
        header->cmsg_type = IP_PKTINFO;
        header->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
        in_pktinfo info{};
        info.ipi_spec_dst =
            reinterpret_cast<const sockaddr_in*>(source.sockaddrPointer())->sin_addr;
        std::memcpy(CMSG_DATA(header), &info, sizeof info);
    }
    // What does not go out is lost as on the way: it is sent again.
    (void)::sendmsg(fd_, &message, MSG_NOSIGNAL);
}

NetAddress addressTowards(const NetAddress& other) {
    const int fd = ::socket(other.family(), SOCK_DGRAM | SOCK_CLOEXEC, 0);
    NetAddress address;
    if (fd >= 0 && ::connect(fd, other.sockaddrPointer(), other.sockaddrLength()) == 0) {
        address = nameOf(fd);
    }
    if (fd >= 0) {
        ::close(fd);
    }
    return address;
}

}  // namespace mcu::h323::gatekeeper

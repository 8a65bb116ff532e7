// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/role.h"

namespace mcu::access {

/// Who is at the other end of a connection, as the kernel or TLS says it; never as it says itself.
struct Caller {
    std::optional<std::uint32_t> uid;  ///< of a local socket's peer
    /// Of the client's certificate, which TLS has checked; empty parts: it has none.
    std::string commonName;
    std::string organisation;
    std::string unit;
    std::string address;  ///< "192.0.2.4:5051"; empty: local
};

/// "unix:1000", or the address: for records.
[[nodiscard]] std::string originOf(const Caller& caller);
/// "uid 1000", "certificate CN=hanh.vnpt, O=VNPT": for people.
[[nodiscard]] std::string textOf(const Caller& caller);

/// Somebody who may use this server.
struct Person {
    std::string name;
    std::string organisation;
    Role role = Role::monitor;

    // How the person is known: one of both at least.
    std::optional<std::uint32_t> uid;
    std::string unixUser;                 ///< as the configuration names it; for people
    std::string commonName;               ///< of the certificate; empty: none
    std::string certificateOrganisation;  ///< empty: any
    std::string certificateUnit;          ///< empty: any

    // What is the person's own, besides the sites of its organisation.
    std::vector<std::string> mcus;   ///< their sites
    std::vector<std::string> sites;  ///< ids; of a room's officer these alone
};

/// Everybody of the configuration. Immutable; any thread.
class People {
public:
    /// Nobody is named: whoever can connect is an administrator of the server's organisation.
    explicit People(std::string organisation);
    People(std::string organisation, std::vector<Person> persons);

    /// False: nobody is named.
    [[nodiscard]] bool named() const { return named_; }

    /// That runs this server.
    [[nodiscard]] const std::string& organisation() const { return organisation_; }

    [[nodiscard]] const std::vector<Person>& all() const { return persons_; }

    /// The first who fits; null: nobody.
    [[nodiscard]] const Person* find(const Caller& caller) const;

private:
    std::string organisation_;
    bool named_ = false;
    std::vector<Person> persons_;
    Person anybody_;
};

}  // namespace mcu::access

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/certificate_patterns.h"

#include <array>

#include "cli/text.h"

namespace mcu::cli {

namespace {

constexpr std::array kPatterns = {
    // peers
    later("the peer shows the certificate of an authority, not of an MCU"),
    later("the peer's certificate names no MCU"),
    later("give the peer a certificate of its own: mcuctl cert request"),
    later("the peer's certificate is of {id}, not of {expected}"),
    later("check the MCU id and the address in the configuration of both ends"),
    later("the certificate of {id} is valid from {time} only"),
    later("compare the clocks of both machines"),
    later("the certificate of {id} expired at {time}"),
    later("have its authority renew it: mcuctl cert renew {id}"),
    later("the certificate of {id} is revoked, serial {serial}"),
    later("if the MCU may come back, it needs a new key and a new certificate"),
    // what is read
    later("this is no readable certificate in PEM form"),
    later("this is no readable list of revoked certificates in PEM form"),
    later("this is no readable certificate request in PEM form"),
    later("this is no readable private key in PEM form"),
    later("give the .pem file that the authority sent back"),
    later("give the authority's ca.pem"),
    later("give the authority's crl.pem"),
    later("give the .csr file that mcuctl cert request has made"),
    later("give the key file that was made with the request"),
    later("the certificate's names or times are malformed"),
    later("have the authority sign a new request"),
    later("the authority does not vouch for the certificate: {cause}"),
    later("check that ca.pem and the certificate are of the same authority, and the clock"),
    later("certificate has expired"),
    later("certificate is not yet valid"),
    later("unable to get local issuer certificate"),
    later("the list of revoked certificates is not signed by our authority"),
    later("the list of revoked certificates is out of date since {time}"),
    later("fetch crl.pem from the authority again; it makes a new one with mcuctl cert crl"),
    later("fetch crl.pem from the authority again"),
    // signatures of documents
    later("the key is not the certificate's"),
    later("give the key that was made with the request of this certificate"),
    later("this is no readable signature in PEM form"),
    later("give the .sig file that was written with the document"),
    later("the signature is not of this document: one of them was altered"),
    later("ask for the document and its signature again"),
    later("the signature does not say by whom it is"),
    later("have the document signed again"),
    // requests and the authority
    later("\"{id}\" cannot be an MCU id"),
    later("use up to 63 letters, digits, dots and hyphens, for example mcu.vnpt"),
    later("{file} is no key this program makes requests for"),
    later("move it away, or begin in an empty folder"),
    later("the request's key is neither ECDSA P-256 nor P-384"),
    later("make the request with mcuctl cert request"),
    later("the request's own signature is wrong: it was damaged or altered"),
    later("have it sent again"),
    later("no certificate of \"{id}\" was issued here"),
    later("see: mcuctl cert list"),
    later("there are no certificates in {folder}"),
    later("make a request first: mcuctl cert request"),
    later("the authority's own certificate expired at {time}"),
    later("create a new authority in another folder"),
    later("the key of {id} was revoked with an earlier certificate"),
    later("make a new key at the MCU: mcuctl cert request in an empty folder"),
    later("an authority needs a name of 1 to 64 characters"),
    later("for example: --name \"HNTH Son La\""),
    later("there is an authority in {folder} already"),
    later("use it, or name another folder with --dir"),
    later("ca.key and ca.pem in {folder} do not belong together"),
    later("bring the authority's folder back from its backup"),
    later("{id} has a certificate already, valid until {time}"),
    later("ask by telephone whether the request is real; then sign it with --renew"),
    later("there is no authority in {folder}"),
    later("create one with mcuctl cert ca, or name its folder with --dir"),
    later("others than the owner may read {file}"),
    later("chmod 600 it, and think about who may have read it"),
    later("the list of issued certificates is damaged at line {line}"),
    // files
    later("there is no file {file}"),
    later("no right to read {file}"),
    later("no right to write {file}"),
    later("no right to create {file}"),
    later("run it as the user the files belong to"),
    later("cannot read {file}: {cause}"),
    later("cannot write {file}: {cause}"),
    later("cannot create {file}: {cause}"),
    later("another program is at work in {folder}"),
    later("wait until it has ended"),
    later("{file} is there already"),
    later("{file} is too large"),
};

}  // namespace

std::span<const char* const> certificatePatterns() {
    return kPatterns;
}

}  // namespace mcu::cli

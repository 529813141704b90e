using System.Text.Json;
using Eudiplo.Grains.Steps;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("""{"number":"123"}""", "number", "123")]
    [InlineData("""{"number":42}""", "number", "42")]
    [InlineData("""{"person":{"number":"123"}}""", "person.number", "123")]
    [InlineData("""{"eu.europa.ec.eudi.pid.1":{"number":"123"}}""", "eu.europa.ec.eudi.pid.1.number", "123")]
    [InlineData("""{"eu":{},"eu.europa":{"number":"123"}}""", "eu.europa.number", "123")]
    [InlineData("""{"number":{"x":1}}""", "number", null)]
    [InlineData("""{"number":null}""", "number", null)]
    [InlineData("""{"number":["123"]}""", "number", null)]
    [InlineData("""{"other":"123"}""", "number", null)]
    [InlineData("""{"number":"123"}""", null, null)]
    public void The_subject_is_the_value_at_the_path_whatever_dots_its_names_have(string claims, string? path, string? subject) =>
        Assert.Equal(subject, PresentedSubject.Find(path, new VerifiedPresentation(
            [
                new PresentedCredential
                {
                    QueryId = "pid",
                    Claims = JsonElement.Parse(claims),
                    Format = "dc+sd-jwt",
                    Issuer = "https://pid.demo.example",
                    Type = "urn:eudi:pid:1",
                    RawPresentation = "",
                },
            ],
            [])));
}
